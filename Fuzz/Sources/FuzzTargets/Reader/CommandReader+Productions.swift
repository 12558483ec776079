extension CommandReader {
    package typealias Production = @Sendable (inout CommandReader) throws(Rejection) -> Void

    /// The productions by the names that swift-nio-imap's tests give them.
    package static let productions: [String: Production] = [
        "command": { (reader) throws(Rejection) in try reader.command() },
        "taggedCommand": { (reader) throws(Rejection) in
            try reader.tag()
            try reader.sp()
            try reader.command()
        },
        "appendData": { (reader) throws(Rejection) in
            if reader.peek() == ASCIIByte.tilde { try reader.expect("~") }
            _ = try reader.literalSize()
        },
        "appendMessage": { (reader) throws(Rejection) in
            try reader.appendOptions()
            try reader.sp()
            _ = try reader.literalSize()
        },
        "appendOptions": { (reader) throws(Rejection) in try reader.appendOptions() },
        "atom": { (reader) throws(Rejection) in _ = try reader.atom() },
        "userId": { (reader) throws(Rejection) in try reader.astring() },
        "authenticateSuffix": { (reader) throws(Rejection) in try reader.authenticateSuffix() },
        "initialResponse": { (reader) throws(Rejection) in try reader.initialResponse() },
        "charset": { (reader) throws(Rejection) in try reader.charset() },
        "changedSinceModifier": { (reader) throws(Rejection) in try reader.fetchModifier() },
        "fetchModifier": { (reader) throws(Rejection) in try reader.fetchModifier() },
        "fetchModifiers": { (reader) throws(Rejection) in
            try reader.sp()
            try reader.list { (inner) throws(Rejection) in try inner.fetchModifier() }
        },
        "unchangedSinceModifier": { (reader) throws(Rejection) in try reader.storeModifier() },
        "storeModifier": { (reader) throws(Rejection) in try reader.storeModifier() },
        "storeModifiers": { (reader) throws(Rejection) in
            try reader.list { (inner) throws(Rejection) in try inner.storeModifier() }
        },
        "storeFlags": { (reader) throws(Rejection) in try reader.storeFlags() },
        "storeData": { (reader) throws(Rejection) in try reader.storeFlags() },
        "storeSuffix": { (reader) throws(Rejection) in try reader.storeSuffix() },
        "storeOperation": { (reader) throws(Rejection) in if !reader.takes("+") { _ = reader.takes("-") } },
        "conditionalStoreParameter": { (reader) throws(Rejection) in try reader.expect("CONDSTORE") },
        "selectParameter": { (reader) throws(Rejection) in try reader.selectParameter() },
        "selectSuffix": { (reader) throws(Rejection) in try reader.selectSuffix() },
        "examineSuffix": { (reader) throws(Rejection) in try reader.command() },
        "sequenceMatchData": { (reader) throws(Rejection) in try reader.sequenceMatchData() },
        "copySuffix": { (reader) throws(Rejection) in try reader.copySuffix() },
        "moveSuffix": { (reader) throws(Rejection) in try reader.copySuffix() },
        "createParameter": { (reader) throws(Rejection) in try reader.createParameter() },
        "createParameters": { (reader) throws(Rejection) in
            try reader.sp()
            try reader.list { (inner) throws(Rejection) in try inner.createParameter() }
        },
        "createSuffix": { (reader) throws(Rejection) in try reader.createSuffix() },
        "useAttribute": { (reader) throws(Rejection) in try reader.useAttribute() },
        "date": { (reader) throws(Rejection) in try reader.date() },
        "dateDay": { (reader) throws(Rejection) in try reader.dateDay() },
        "dateMonth": { (reader) throws(Rejection) in try reader.dateMonth() },
        "dateText": { (reader) throws(Rejection) in try reader.dateText() },
        "twoDigit": { (reader) throws(Rejection) in try reader.twoDigits() },
        "enableSuffix": { (reader) throws(Rejection) in try reader.enableSuffix() },
        "idSuffix": { (reader) throws(Rejection) in try reader.idSuffix() },
        "fetchAttribute": { (reader) throws(Rejection) in try reader.fetchAttribute() },
        "fetchSuffix": { (reader) throws(Rejection) in try reader.fetchSuffix() },
        "partial": { (reader) throws(Rejection) in try reader.partial() },
        "sectionBinary": { (reader) throws(Rejection) in try reader.sectionBinary() },
        "sectionPart": { (reader) throws(Rejection) in try reader.sectionPart() },
        "sectionSpecifier": { (reader) throws(Rejection) in try reader.sectionSpecifier() },
        "sectionSpecifierKind": { (reader) throws(Rejection) in try reader.sectionKind() },
        "section": { (reader) throws(Rejection) in try reader.section() },
        "getMetadataSuffix": { (reader) throws(Rejection) in try reader.getMetadataSuffix() },
        "setMetadataSuffix": { (reader) throws(Rejection) in try reader.setMetadataSuffix() },
        "metadataOption": { (reader) throws(Rejection) in try reader.metadataOption() },
        "metadataOptions": { (reader) throws(Rejection) in try reader.metadataOptions() },
        "metadataValue": { (reader) throws(Rejection) in try reader.metadataValue() },
        "scopeOption": { (reader) throws(Rejection) in try reader.metadataOption() },
        "getQuota": { (reader) throws(Rejection) in try reader.command() },
        "setQuota": { (reader) throws(Rejection) in try reader.command() },
        "getQuotaRoot": { (reader) throws(Rejection) in try reader.command() },
        "getQuotaSuffix": { (reader) throws(Rejection) in try reader.getQuotaSuffix() },
        "getQuotaRootSuffix": { (reader) throws(Rejection) in try reader.mailboxSuffix() },
        "quotaLimits": { (reader) throws(Rejection) in try reader.quotaLimits() },
        "messageIdentifierRange": { (reader) throws(Rejection) in try reader.sequenceRange() },
        "lastCommandSet": { (reader) throws(Rejection) in try reader.sequenceSet() },
        "lastCommandMessageID": { (reader) throws(Rejection) in try reader.nzNumber() },
        "modificationSequenceValue": { (reader) throws(Rejection) in try reader.modSequence() },
        "listSuffix": { (reader) throws(Rejection) in try reader.listSuffix() },
        "LSUBSuffix": { (reader) throws(Rejection) in try reader.lsubSuffix() },
        "listSelectBaseOption": { (reader) throws(Rejection) in try reader.listSelectOption() },
        "listSelectOption": { (reader) throws(Rejection) in try reader.listSelectOption() },
        "returnOption": { (reader) throws(Rejection) in try reader.returnOption() },
        "loginSuffix": { (reader) throws(Rejection) in try reader.loginSuffix() },
        "oneOrMoreMailbox": { (reader) throws(Rejection) in try reader.oneOrMoreMailbox() },
        "filterMailboxes": { (reader) throws(Rejection) in try reader.filterMailboxes() },
        "renameSuffix": { (reader) throws(Rejection) in try reader.renameSuffix() },
        "statusSuffix": { (reader) throws(Rejection) in try reader.statusSuffix() },
        "subscribeSuffix": { (reader) throws(Rejection) in try reader.mailboxSuffix() },
        "unsubscribeSuffix": { (reader) throws(Rejection) in try reader.mailboxSuffix() },
        "searchKey": { (reader) throws(Rejection) in try reader.searchKey() },
        "searchCriteria": { (reader) throws(Rejection) in
            repeat { try reader.searchKey() } while reader.takes(" ")
        },
        "searchReturnOption": { (reader) throws(Rejection) in try reader.searchReturnOption() },
        "searchReturnOptions": { (reader) throws(Rejection) in
            try reader.expect(" RETURN ")
            try reader.searchReturnOptions()
        },
        "searchSuffix": { (reader) throws(Rejection) in try reader.searchSuffix() },
        "sortCriteria": { (reader) throws(Rejection) in try reader.sortCriteria() },
        "sortCriterion": { (reader) throws(Rejection) in try reader.sortCriterion() },
        "sortSuffix": { (reader) throws(Rejection) in try reader.sortSuffix() },
        "uidSuffix": { (reader) throws(Rejection) in try reader.uidSuffix() },
        "tag": { (reader) throws(Rejection) in try reader.tag() },
        "nil": { (reader) throws(Rejection) in guard reader.takesNil() else { throw reader.rejection() } },
        "newline": { (reader) throws(Rejection) in try reader.expect("\r\n") },
    ]
}

private enum ASCIIByte {
    static let tilde: UInt8 = 0x7E
}
