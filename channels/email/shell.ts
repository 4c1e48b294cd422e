/**
 * What stands around every e-mail, and never a word of anybody's. Dark colours come from the style block; a client that
 * drops it still shows the light ones, which each element repeats inline.
 */
export function shell({ head, body }: { readonly head: string; readonly body: string }): string {
  return `<!doctype html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
${head}
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>td, a, h1, h2, p { font-family: Arial, sans-serif !important; }</style><![endif]-->
<style>${STYLE}</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:#f3f6f6;-webkit-text-size-adjust:100%;">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f6f6" style="background-color:#f3f6f6;">
<tr><td align="center" style="padding:24px 0 40px;">
<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
${body}
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 520px) {
  .pad { padding-left: 20px !important; padding-right: 20px !important; }
  .title { font-size: 25px !important; line-height: 31px !important; }
  .title-long { font-size: 19px !important; line-height: 27px !important; }
  .b { display: block !important; width: auto !important; }
  .gap { display: block !important; width: auto !important; height: 10px !important; }
}
@media (prefers-color-scheme: dark) {
  .ground { background-color: #0b1113 !important; }
  .sheet { background-color: #141d21 !important; }
  .ink { color: #e9eff0 !important; }
  .dim { color: #bcc8cc !important; }
  .rule { border-color: #2c3a40 !important; }
  .due { background-color: #1b272c !important; }
  .tag-low, .tag-medium { background-color: #1b272c !important; color: #bcc8cc !important; }
  .tag-high { background-color: #33240d !important; color: #f0b765 !important; }
  .tag-critical { background-color: #ff9e94 !important; color: #35090a !important; }
  .mark { background-color: #6cc7d8 !important; }
  .mark2 { background-color: #e9eff0 !important; }
  .link { color: #6cc7d8 !important; }
  .go { background-color: #6cc7d8 !important; border-color: #6cc7d8 !important; }
  .go a { color: #04222a !important; }
  .alt { background-color: #141d21 !important; border-color: #7a898f !important; }
  .alt a { color: #e9eff0 !important; }
}
[data-ogsc] .ink, [data-ogsc] .alt a { color: #e9eff0 !important; }
[data-ogsc] .dim, [data-ogsc] .tag-low, [data-ogsc] .tag-medium { color: #bcc8cc !important; }
[data-ogsc] .tag-high { color: #f0b765 !important; }
[data-ogsc] .link { color: #6cc7d8 !important; }
[data-ogsc] .go a, [data-ogsc] .tag-critical { color: #04222a !important; }
[data-ogsb] .ground { background-color: #0b1113 !important; }
[data-ogsb] .sheet, [data-ogsb] .alt { background-color: #141d21 !important; }
[data-ogsb] .due, [data-ogsb] .tag-low, [data-ogsb] .tag-medium { background-color: #1b272c !important; }
[data-ogsb] .tag-high { background-color: #33240d !important; }
[data-ogsb] .tag-critical { background-color: #ff9e94 !important; }
[data-ogsb] .go { background-color: #6cc7d8 !important; }
`;
