"""The words of the demo mailbox: invented people, their threads, and templates for mail that machines send.

Every name is made up and every domain ends in .example. Anna Berger runs a small workshop for shop fittings; her
customers, suppliers, neighbours and a few machines write to her, in German and in English.
"""

ME = "anna"
PEOPLE = {
    "anna": ("Anna Berger", "anna@rohrpost.example"),
    "jonas": ("Jonas Wetterstein", "jonas@rohrpost.example"),
    "lindner": ("Friederike Lindner", "f.lindner@moebelhaus-lindner.example"),
    "lindner2": ("Moebelhaus Lindner, Einkauf", "einkauf@moebelhaus-lindner.example"),
    "okafor": ("Chidi Okafor", "chidi.okafor@harbourlight.example"),
    "marlowe": ("Prudence Marlowe", "p.marlowe@greystone-joinery.example"),
    "tanaka": ("田中 美咲", "tanaka@kouboh.example"),
    "hoelzl": ("Korbinian Hölzl", "hoelzl@saegewerk-hoelzl.example"),
    "svensson": ("Åsa Svensson-Björk", "asa@norrsken-textil.example"),
    "papa": ("Papa", "gerd.berger@familienpost.example"),
    "mira": ("Mira Kallweit", "mira.kallweit@schulhaus-nord.example"),
    "yusuf": ("Yusuf Demirhan", "y.demirhan@steuerbuero-demirhan.example"),
    "elena": ("Élénore Vasseur", "e.vasseur@atelier-vasseur.example"),
    "tobi": ("Tobias Quandt", "tq@quandt-it.example"),
    "bibi": ("Bibiana Ostrowski", "b.ostrowski@hausverwaltung-ostrowski.example"),
}

# (subject, days before today, folder, posts); a post is (who, hours after the one before, text).
THREADS = [
    ("Angebot Ladeneinrichtung Erdgeschoss", 24, "Kunden/Lindner", [
        ("lindner", 0, "Guten Tag Frau Berger,\n\nwie am Telefon besprochen hätten wir gern ein Angebot für das Erdgeschoss: sechs Wandregale in "
         "Eiche, zwei Kassentische und die Umkleiden. Die Maße liegen im Plan, den ich Ihnen gestern geschickt habe.\n\nKönnen Sie bis Ende der "
         "Woche etwas sagen?\n\nFreundliche Grüße\nFriederike Lindner"),
        ("anna", 5, "Guten Tag Frau Lindner,\n\nvielen Dank, der Plan ist angekommen. Bis Freitag haben Sie Zahlen. Eine Frage vorab: soll die "
         "Eiche geölt oder lackiert werden? Geölt ist schöner, lackiert ist an der Kasse haltbarer.\n\nViele Grüße\nAnna Berger"),
        ("lindner", 20, "Geölt für die Regale, lackiert für die Kassentische bitte.\n\nFL"),
        ("anna", 30, "Anbei das Angebot. Lieferzeit sechs Wochen ab Auftrag, Montage an zwei Tagen, gern außerhalb Ihrer Öffnungszeiten.\n\nViele "
         "Grüße\nAnna Berger"),
        ("lindner", 46, "Liebe Frau Berger,\n\ndas passt, bitte machen Sie es so. Den Auftrag schickt Ihnen der Einkauf.\n\nHerzliche Grüße\n"
         "Friederike Lindner"),
    ]),
    ("Bestellung 4471 / Lieferanschrift", 17, "Kunden/Lindner", [
        ("lindner2", 0, "Sehr geehrte Damen und Herren,\n\nzu unserer Bestellung 4471: bitte liefern Sie an das Lager, Tor 3, und nicht an die "
         "Ladenadresse. Anlieferung werktags von 7 bis 11 Uhr.\n\nMit freundlichen Grüßen\nEinkauf"),
        ("anna", 2, "Ist notiert: Tor 3, vormittags. Die Spedition meldet sich am Tag davor.\n\nAnna Berger"),
        ("lindner2", 3, "Danke. Ansprechpartner am Tor ist Herr Pohlmann-Reiss."),
    ]),
    ("Farbton der Kassentische", 6, "Kunden/Lindner", [
        ("lindner", 0, "Liebe Frau Berger,\n\nmein Bruder meint, der Ton auf dem Muster sei zu rötlich. Könnten wir ein zweites Muster sehen, "
         "eine Spur kühler?\n\nFL"),
        ("anna", 4, "Natürlich. Jonas bringt am Donnerstag zwei Muster vorbei, eines davon mit weißem Pigment."),
        ("lindner", 50, "Das linke Muster ist es! Wunderbar, so machen wir das."),
    ]),
    ("Harbourlight café: counter and shelving", 12, "INBOX", [
        ("okafor", 0, "Hi Anna,\n\nwe finally have the keys for the new place. The counter needs to be 4.20 m, with a cut-out for the espresso "
         "machine (drawing to follow), and we would love the same ash you used for the reading room.\n\nWhat would be a realistic date?\n\n"
         "Best\nChidi"),
        ("anna", 7, "Hi Chidi,\n\ncongratulations on the keys! For the ash I need four weeks, because Hölzl has to dry a new batch. If you can "
         "live with oak, it is ten days.\n\nAnna"),
        ("okafor", 15, "We will wait for the ash. Could you put that into a short quote so I can show it to the bank?"),
        ("anna", 26, "Attached in an hour. The bank version has fewer words and more numbers.\n\nAnna"),
        ("okafor", 3, "Perfect, thank you. They said yes.\n\nChidi"),
    ]),
    ("Esche, 52 mm, Trockenstand", 11, "INBOX", [
        ("anna", 0, "Servus Korbinian,\n\nwann wäre die nächste Esche in 52 mm so weit? Ich bräuchte etwa 1,8 Kubikmeter, möglichst ohne "
         "braunen Kern.\n\nAnna"),
        ("hoelzl", 19, "Servus Anna,\n\ndie liegt jetzt bei 11 % und kommt Anfang der Woche aus der Kammer. Ich leg dir die hellen Bohlen "
         "auf die Seite. Preis wie beim letzten Mal.\n\nPfiat di\nKorbinian"),
        ("anna", 2, "Großartig, dann schicke ich Jonas mit dem Anhänger."),
        ("hoelzl", 1, "Passt. Er soll bitte vor drei kommen, danach ist der Stapler bei meinem Schwager."),
    ]),
    ("Urlaubsplanung Sommer", 9, "INBOX", [
        ("jonas", 0, "Hallo Anna,\n\nich würde gern die zweite und dritte Woche im August nehmen. Die Lindner-Montage wäre dann durch, wenn nichts "
         "dazwischenkommt.\n\nJonas"),
        ("anna", 3, "Passt für mich. Trägst du es in den Kalender ein?"),
        ("jonas", 1, "Steht drin. Danke!"),
    ]),
    ("Steuererklärung: es fehlen noch drei Belege", 8, "INBOX", [
        ("yusuf", 0, "Sehr geehrte Frau Berger,\n\nfür die Erklärung fehlen mir noch:\n\n  - Tankbeleg vom 14. März\n  - Rechnung der Spedition "
         "(Nr. 20417)\n  - Nachweis über die Fortbildung\n\nDie Frist läuft am Monatsende ab.\n\nMit freundlichen Grüßen\nYusuf Demirhan"),
        ("anna", 28, "Guten Tag Herr Demirhan,\n\nzwei davon hängen an, der Tankbeleg ist in der Waschmaschine gewesen. Reicht eine "
         "Kartenabrechnung?\n\nAnna Berger"),
        ("yusuf", 5, "Das reicht, legen Sie bitte eine Notiz dazu. Der Humor ist nicht absetzbar, hat mir aber gefallen.\n\nYD"),
    ]),
    ("Samples for the acoustic panels", 15, "INBOX", [
        ("svensson", 0, "Hej Anna,\n\nthe felt samples left Umeå this morning: moss, rust and storm grey. The grey one is a little thicker, so "
         "mind the groove.\n\nÅsa"),
        ("anna", 70, "Hej Åsa,\n\nthey arrived and they are lovely. Moss it is, 26 square metres. Could you cut them to 600 × 1200?\n\nAnna"),
        ("svensson", 18, "Of course. Cutting is included from 20 square metres. Invoice follows with the parcel.\n\nHälsningar\nÅsa"),
    ]),
    ("Sonntag Kaffee?", 3, "INBOX", [
        ("papa", 0, "Hallo Anni,\n\nkommt ihr am Sonntag? Es gibt Zwetschgendatschi, und der Drucker geht schon wieder nicht.\n\nPapa"),
        ("anna", 2, "Wir kommen um drei. Und wir bringen Geduld mit, für den Drucker."),
        ("papa", 1, "Bringt lieber Papier mit, das ist alle. Vielleicht lag es daran."),
    ]),
    ("Schaukasten für die Projektwoche", 13, "INBOX", [
        ("mira", 0, "Liebe Anna,\n\ndie 7b baut in der Projektwoche einen Schaukasten für die Insekten, die sie gefunden haben. Hättest du Reste "
         "von Sperrholz, vielleicht A3 groß? Die Kinder malen dir dafür etwas.\n\nLiebe Grüße\nMira"),
        ("anna", 9, "Liebe Mira,\n\nich habe eine ganze Kiste. Holt sie euch, und sag den Kindern, dass ich eine Hirschkäfer-Zeichnung "
         "nehme.\n\nAnna"),
        ("mira", 30, "Der Hirschkäfer ist in Arbeit. Er hat momentan neun Beine, aber das wird noch."),
        ("mira", 52, "Hier ist er, im Anhang. Es sind sechs Beine geworden. Danke noch einmal!"),
    ]),
    ("Wartung Heizung am Dienstag", 5, "INBOX", [
        ("bibi", 0, "Sehr geehrte Mieterinnen und Mieter,\n\nam Dienstag zwischen 8 und 12 Uhr wird die Heizung gewartet. In dieser Zeit gibt es "
         "kein warmes Wasser. Bitte sorgen Sie dafür, dass der Keller zugänglich ist.\n\nMit freundlichen Grüßen\nHausverwaltung Ostrowski"),
        ("anna", 6, "Guten Tag Frau Ostrowski,\n\ndie Werkstatt ist ab sieben besetzt, der Schlüssel hängt bei Jonas.\n\nAnna Berger"),
    ]),
    ("Re-veneering the reading room tables", 20, "Archive/2025", [
        ("marlowe", 0, "Dear Anna,\n\nthree of the tables have lifted at the edges since the radiators were moved. Is this something you can do "
         "on site, or do they have to travel?\n\nKind regards\nPrudence Marlowe"),
        ("anna", 12, "Dear Prudence,\n\nedges can be done on site with a hot iron and some patience. If a whole sheet has lifted, the table comes "
         "to us for two days. Photographs would help.\n\nAnna"),
        ("marlowe", 22, "Photographs attached. It is edges only, and one small miracle in the corner of table four."),
        ("anna", 4, "The miracle is a coffee cup. I shall bring the iron on the 9th."),
        ("marlowe", 5, "The 9th is in the diary. The kettle will be on.\n\nPrudence"),
    ]),
    ("Neuer Rechner für das Büro", 30, "Archive/2025", [
        ("tobi", 0, "Hallo Anna,\n\nder alte Rechner kann das nächste Update nicht mehr. Ich habe zwei Vorschläge: einen leisen für 620 Euro und "
         "einen schnellen für 940. Für euer Zeichenprogramm reicht der leise.\n\nTobias"),
        ("anna", 8, "Dann bitte den leisen. Und kannst du die Post aus dem alten Programm mitnehmen?"),
        ("tobi", 3, "Liegt ja alles auf dem Server, da ist nichts mitzunehmen. Du meldest dich an und alles ist da."),
        ("anna", 1, "Das ist der schönste Satz des Tages."),
    ]),
    ("Drawings for the Vasseur showroom", 33, "Archive/2025", [
        ("elena", 0, "Bonjour Anna,\n\nvoici les dessins — sorry, the drawings. The curved wall has a radius of 3.10 m, measured twice, both times "
         "with a different result. Please measure a third time before cutting.\n\nÉlénore"),
        ("anna", 20, "Bonjour Élénore,\n\n3.07 m at the floor and 3.12 m at the ceiling, so everybody was right. I will scribe it.\n\nAnna"),
        ("elena", 3, "This is why we ask you and not the others."),
    ]),
    ("木工ワークショップのご案内", 7, "INBOX", [
        ("tanaka", 0, "アンナ様\n\nお世話になっております。来月、京都の工房で継手のワークショップを開きます。三日間で、少人数です。\nご都合がよろしければ、"
         "ぜひお越しください。\n\n田中 美咲"),
        ("anna", 16, "Dear Misaki,\n\nthank you, I would love to come! Please keep a place for me; I will practise my dovetails.\n\nAnna"),
        ("tanaka", 9, "アンナ様\n\nありがとうございます。お席をご用意いたします。鑿は二本お持ちください。\n\n田中"),
    ]),
    ("Kurze Frage zum Zinkenfräser", 2, "INBOX", [
        ("jonas", 0, "Der Fräser für die 12er-Zinken macht seit heute Ausrisse. Nachschärfen oder neu?\n\nJ."),
        ("anna", 1, "Neu, den haben wir schon zweimal schärfen lassen. Bestellst du gleich zwei?"),
        ("jonas", 1, "Bestellt. Kommt übermorgen."),
    ]),
    ("Delivery window for the ash", 1, "INBOX", [
        ("okafor", 0, "Hi Anna,\n\nthe floor will be sealed on the 3rd and needs two days. Could the counter come on the 6th, early?\n\nChidi"),
        ("anna", 2, "The 6th at seven works. Please leave the side door open, the counter does not do stairs.\n\nAnna"),
        ("okafor", 1, "Side door, seven, coffee included."),
    ]),
    ("Kaution und Nebenkosten", 40, "Archive/2025", [
        ("bibi", 0, "Sehr geehrte Frau Berger,\n\nanbei die Abrechnung der Nebenkosten. Es ergibt sich ein Guthaben von 87,40 Euro, das wir mit der "
         "nächsten Miete verrechnen.\n\nMit freundlichen Grüßen\nBibiana Ostrowski"),
        ("anna", 24, "Vielen Dank, so eine Nachricht bekommt man gern.\n\nAnna Berger"),
    ]),
]

# What machines send. (sender name, sender address, subject, text); {n} and {d} are a number and a date.
NOTICES = [
    ("Paketbote Nord", "zustellung@paketbote-nord.example", "Ihre Sendung {n} kommt heute",
     "Guten Tag,\n\nIhre Sendung {n} wird heute zwischen 10 und 13 Uhr zugestellt.\n\nSie sind nicht da? Dann nennen Sie uns bis 9 Uhr einen "
     "Wunschort.\n\nIhr Paketbote Nord"),
    ("Stadtwerke Ahrenfeld", "rechnung@stadtwerke-ahrenfeld.example", "Ihre Abschlagsrechnung Nr. {n}",
     "Sehr geehrte Frau Berger,\n\nder Abschlag über 142,00 Euro wird am {d} von Ihrem Konto abgebucht.\n\nMit freundlichen Grüßen\n"
     "Stadtwerke Ahrenfeld"),
    ("Kalender", "kalender@rohrpost.example", "Erinnerung: Werkstattbesprechung am {d}",
     "Werkstattbesprechung\n{d}, 08:30 bis 09:00\nOrt: Küche\n\nDiese Erinnerung wurde automatisch erzeugt."),
    ("Hostmaster", "hostmaster@rohrpost.example", "Backup report {d}: all {n} files verified",
     "backup of rohrpost.example finished\n\n  files     {n}\n  changed   318\n  errors    0\n\nNothing needs your attention."),
    ("Forge", "noreply@forge-werkhof.example", "[shelf-planner] Pipeline #{n} passed",
     "Pipeline #{n} for branch main has passed in 4 minutes 11 seconds.\n\n  lint    passed\n  test    passed (212 tests)\n  pages   passed"),
    ("Bibliothek am Markt", "ausleihe@bibliothek-am-markt.example", "Leihfrist endet am {d}",
     "Liebe Leserin,\n\nfür zwei Medien endet die Leihfrist am {d}:\n\n  - Holzverbindungen in fünf Bänden, Band 3\n  - Die Stadt der leisen "
     "Maschinen\n\nSie können einmal verlängern."),
    ("Ticket desk", "tickets@quandt-it.example", "[Ticket {n}] Printer on the first floor: solved",
     "Ticket {n} was closed by Tobias Quandt.\n\nComment: It was the paper again.\n\nReply to this message to open it again."),
    ("Holzhandel Brückner", "shop@holzhandel-brueckner.example", "Bestellbestätigung {n}",
     "Vielen Dank für Ihre Bestellung {n}.\n\n  4 x Multiplex Birke 18 mm\n  2 x Leimholz Buche 27 mm\n\nVersand voraussichtlich am {d}."),
]

LIST_POSTS = [
    ("Which glue for oily woods?", [
        ("Rowan Pettigrew", "rowan@timberframe.example", "What do you use on teak? Mine lets go after a year outdoors."),
        ("Ilse Vandersloot", "ilse@vandersloot.example", "Wipe with acetone, glue within ten minutes, and do not starve the joint."),
        ("Bartholomäus Krenn", "bkrenn@krenn-holz.example", "Seconded. And epoxy if it has to stay outside."),
        ("Rowan Pettigrew", "rowan@timberframe.example", "The acetone did it. Thank you both!"),
    ]),
    ("ANN: shelf-planner 2.4", [
        ("Wiebke Ahlers", "wiebke@forge-werkhof.example",
         "shelf-planner 2.4 is out. New: sagging is computed for honeycomb boards, and cut lists can be printed on A4.\n\n-- \nWiebke"),
        ("Ilse Vandersloot", "ilse@vandersloot.example", "The A4 printing alone is worth the update."),
    ]),
    ("Sharpening a marking gauge", [
        ("Odalys Ferreira", "odalys@ferreira-restauro.example", "Knife or pin? I have read both, always with great conviction."),
        ("Bartholomäus Krenn", "bkrenn@krenn-holz.example", "Knife across the grain, pin along it. With great conviction."),
        ("Rowan Pettigrew", "rowan@timberframe.example", "Wheel. There, now we have three."),
    ]),
]

NEWSLETTERS = [
    ("Werkzeugbrief", "brief@werkzeugbrief.example", "Werkzeugbrief {n}: Hobeln ohne Ausriss",
     "Hobeln ohne Ausriss", "Drei Handgriffe, mit denen auch wechseldrehwüchsiges Holz glatt wird: Spanbrecher nah an die Schneide, Maul eng, "
     "Eisen scharf. Dazu ein Besuch bei einer Schmiede, die noch von Hand härtet."),
    ("Good Grain Weekly", "weekly@goodgrain.example", "Good Grain Weekly #{n}: The quiet workshop",
     "The quiet workshop", "This week: dust extraction that does not roar, a bench that folds away, and a reader who built a kayak in a "
     "corridor. Also, the question of the month: how many clamps are enough?"),
    ("Hofladen Ahrenfeld", "post@hofladen-ahrenfeld.example", "Diese Woche im Hofladen: Kürbis & Quitten",
     "Kürbis & Quitten", "Frisch vom Feld: Hokkaido, Butternut und die ersten Quitten. Bis Donnerstag bestellen, am Freitag ab 14 Uhr abholen. "
     "Wer einen Korb mitbringt, bekommt einen Apfel dazu."),
]

SPAM = [
    ("Gewinnzentrale", "gewinn@preis-ausgabe.example", "Sie haben GEWONNEN!!! Antworten Sie sofort",
     "Herzlichen Glückwunsch!\n\nIhre Adresse wurde gezogen. 850.000 Euro warten auf Sie. Senden Sie uns Ihre Kontodaten.", "amavis", 14.7),
    ("Dr. Healthy", "offer@pillz-4-you.example", "Re: your order - 80% OFF all meds, today only",
     "No prescription needed. Discreet shipping. Click now.", "amavis", 18.2),
    ("Barrister Coleman Adeyinka", "barrister@estate-claims.example", "URGENT: inheritance of your late relative",
     "Dear Beneficiary,\n\nI am the attorney of a client who bears your name and left USD 12.5 million. Kindly reply with your passport.", "spamd", 11.3),
    ("Konto-Sicherheit", "sicherheit@konto-pruefung.example", "Ihr Konto wurde eingeschränkt",
     "Sehr geehrter Kunde,\n\nwir haben ungewöhnliche Aktivität festgestellt. Bestätigen Sie Ihre Daten innerhalb von 24 Stunden.", "rspamd", 15.9),
    ("SEO Expert", "rank@first-page-fast.example", "I visited your website and found 17 errors",
     "Hi,\n\nI can bring your website to the first page of all search engines in 7 days. Reply for a quote.", "spamd", 7.4),
    ("Crypto Alert", "signal@moon-coins.example", "🚀🚀 1000x this week — do not miss it",
     "Insiders are already in. The window closes at midnight.", "rspamd", 13.0),
]

# For mailboxes of any size: short mails put together from parts.
BULK_SUBJECTS = [
    "Rückfrage zur Lieferung {n}", "Muster {n} ist unterwegs", "Re: Termin am {d}", "Invoice {n}", "Rechnung {n}", "Offer {n} for your review",
    "Protokoll der Besprechung {n}", "Fwd: Plan {n}, neue Fassung", "Your parcel {n}", "Weekly report {n}", "Zeichnung {n} geändert",
    "Question about drawing {n}", "Änderung am Auftrag {n}", "Kündigung des Wartungsvertrags {n}", "Meeting notes {n}", "Bestellung {n}",
]
BULK_BODIES = [
    "Guten Tag,\n\nanbei wie besprochen die Unterlagen zu Nummer {n}.\n\nViele Grüße",
    "Hello,\n\nplease find the details of {n} below and let me know by {d}.\n\nKind regards",
    "Kurz zur Info: {n} ist erledigt.",
    "Thanks, {n} looks good to me. We can go ahead on {d}.",
    "Hallo zusammen,\n\nzu {n} fehlt noch eine Unterschrift. Wer kann das bis {d} übernehmen?\n\nDanke!",
]
BULK_FIRST = ["Alma", "Bero", "Cosima", "Dietmar", "Edda", "Falk", "Greta", "Henrike", "Ivo", "Jolanda", "Kaspar", "Leonore", "Malte", "Nele", "Ottilie",
              "Piet", "Quirin", "Runa", "Sönke", "Thekla", "Ulrike", "Veit", "Wanda", "Xaver", "Ylva", "Zeno"]
BULK_LAST = ["Achterberg", "Brenneisen", "Corvinsen", "Dornfelder", "Eschenlohr", "Finkenrath", "Grünspan", "Hagedornsen", "Immergrün", "Jasperlein",
             "Kornblum-Voss", "Langenrain", "Mooshammerl", "Nebelsieck", "Osterkampf", "Pfefferkornau", "Quellmalz", "Rosenthalin", "Silberschlag",
             "Tannhuber", "Uferloh", "Vogelsanger", "Wiesengrundt", "Zuckmantl"]
