/// Newsletters as senders' tools make them: tables in tables, a style on every element, pictures, long links.
struct Newsletter {
    let html: String

    init(number: Int) {
        var text = """
            <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
            <html><head><meta charset="utf-8"><title>Issue \(number)</title><style type="text/css">
            body { margin: 0; padding: 0; } .preheader { display: none !important; max-height: 0; } a { color: #1155cc; }
            .price { color: #cc0000; font-weight: bold; } @media (max-width: 600px) { .wide { display: none; } }
            </style></head><body style="background-color:#f4f4f4;margin:0"><div class="preheader">Only today: issue \(number)</div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">

            """
        for item in 0..<30 {
            text += """
                <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"><tr>
                <td width="200" style="padding:16px 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;"><img
                src="https://images.news.example/\(number)/\(item).jpg" width="180" height="120" alt="Product \(item)" style="display:block"></td>
                <td style="padding:16px 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;color:#333333;"><h2
                style="font-size:20px;margin:0 0 8px;color:#0b3d91">Product \(item) &ndash; f&uuml;r Sie</h2><p style="margin:0 0 8px">The harbour
                at dusk, a lamp for <b>every</b> table &amp; shelf, made of brass, glass and patience; delivered within three days.</p><p
                class="price" style="margin:0">\(item * 7 % 90),99&nbsp;&euro;</p><a href="https://click.news.example/t/\(number)/\(item)?u=anna&amp;c=autumn"
                style="background:#0b3d91;color:#ffffff;padding:10px 20px;text-decoration:none;display:inline-block">See more</a></td></tr></table>

                """
        }
        text += "<table border=\"1\"><tr><th>Size</th><th>Price</th></tr>"
        for row in 0..<10 { text += "<tr><td>\(row + 30)</td><td align=\"right\">\(row * 3),50</td></tr>" }
        text +=
            "</table><p>You get this because you asked for it.<img src=\"https://news.example/open.gif?u=\(number)\" width=\"1\" height=\"1\">"
        html = text + "</p></td></tr></table></body></html>\n"
    }
}
