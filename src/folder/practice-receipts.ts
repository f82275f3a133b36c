/** Receipts as they come: text, Markdown, tables, pages and mails, from several countries, with each one's way of writing money and dates. */
export const RECEIPTS: Record<string, string> = {
  'Receipts/2026-01-08 Corner Bakery.txt': `CORNER BAKERY
14 Mill Lane, Bristol BS1 4ND
08/01/2026 08:42

2 x Flat white        £6.80
1 x Almond croissant  £3.40
1 x Sourdough loaf    £4.20
------------------------
Total                £14.40
Paid by card
VAT included          £1.36
`,
  'Receipts/Bürobedarf Lindner.txt': `Bürobedarf Lindner GmbH
Hauptstr. 12, 50667 Köln
Rechnung Nr. RE-2026-0147
Datum: 14.01.2026

Pos  Artikel                 Menge   Einzelpreis   Gesamt
1    Kopierpapier A4 (5er)   2       24,90 €       49,80 €
2    Ordner breit, blau      10      2,49 €        24,90 €
3    Toner schwarz           1       89,00 €       89,00 €

Zwischensumme                                      163,70 €
MwSt. 19 % (enthalten)                             26,14 €
Gesamtbetrag                                       163,70 €
Zahlbar bis 28.01.2026
`,
  'Receipts/scan_0031.txt': `L I B R A I R I E   D U   P O N T
7 rue des Tanneurs, 69005 Lyon
Ticket 004418   le 17/01/2026

Atlas des oiseaux        29,90
Carnet ligne A5 x2       11,80
                       -------
Total TTC                41,70 EUR
dont TVA 5,5 %            2,17
CARTE BANCAIRE
Merci de votre visite
`,
  'Receipts/ICHIBA 市場 2026-01-21.txt': `市場スーパー 渋谷店
2026年1月21日 19:05

おにぎり 鮭        ¥160
緑茶 2L            ¥178
弁当               ¥598
小計               ¥936
消費税 (8%)         ¥74
合計             ¥1,010
`,
  'Receipts/hotel zurich.md': `# Hotel Limmatblick

Quittung 88213, Zürich, 24. Januar 2026

| Leistung | Betrag |
| --- | ---: |
| 2 Nächte Einzelzimmer | CHF 418.00 |
| Frühstück 2x | CHF 44.00 |
| City Tax | CHF 7.00 |
| **Total** | **CHF 469.00** |

Bezahlt mit Kreditkarte. MWST-Nr. CHE-123.456.789
`,
  'Receipts/taxi jan 24.md': `**Alpen Taxi AG**, 24.01.2026 22:10

Fahrt Flughafen - Hotel Limmatblick
Betrag: CHF 62.50
Trinkgeld: CHF 5.00
Total: CHF 67.50
`,
  'Receipts/Office chair.html': `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Order 5521-88</title></head>
<body>
<h1>Harbor Furniture</h1>
<p>Order 5521-88, placed January 27, 2026. Shipped to Portland, OR.</p>
<table>
<tr><th>Item</th><th>Qty</th><th>Price</th></tr>
<tr><td>Desk chair "Skipper"</td><td>1</td><td>$249.00</td></tr>
<tr><td>Floor mat</td><td>1</td><td>$39.50</td></tr>
<tr><td colspan="2">Subtotal</td><td>$288.50</td></tr>
<tr><td colspan="2">Sales tax</td><td>$0.00</td></tr>
<tr><td colspan="2"><b>Order total</b></td><td><b>$288.50</b></td></tr>
</table>
</body></html>
`,
  'Receipts/factura-agua.html': `<html><body>
<h2>Aguas de Levante, S.A.</h2>
<p>Factura n.&ordm; 2026/000913 &middot; Fecha: 30 de enero de 2026</p>
<ul>
<li>Cuota de servicio: 11,20 &euro;</li>
<li>Consumo 9 m&sup3;: 14,85 &euro;</li>
<li>IVA 10 %: 2,61 &euro;</li>
</ul>
<p><strong>Total a pagar: 28,66 &euro;</strong></p>
</body></html>
`,
  'Receipts/train tickets.eml': `From: tickets@nordbahn.example
To: sam@example.org
Subject: Your booking 7KQ4ZP
Date: Mon, 02 Feb 2026 07:15:09 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hello Sam,

thank you for travelling with Nordbahn.

Stockholm C - Malmö C, 5 February 2026, 2nd class   595,00 kr
Seat reservation                                      75,00 kr
Total paid                                           670,00 kr

Have a good trip.
`,
  'Receipts/Fwd_ your subscription.eml': `From: "Pixelwerk Billing" <billing@pixelwerk.example>
To: sam@example.org
Subject: =?utf-8?Q?Receipt_for_your_subscription_=E2=80=93_February?=
Date: Sun, 01 Feb 2026 00:03:41 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="part"

--part
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Plan: Studio, monthly
Period: 1 Feb 2026 =E2=80=93 28 Feb 2026
Amount: =E2=82=AC19.00
VAT (21%): =E2=82=AC3.99
Total charged: =E2=82=AC22.99

--part
Content-Type: text/html; charset=utf-8

<p>Plan: Studio, monthly</p><p>Total charged: <b>&euro;22.99</b></p>

--part--
`,
  'Receipts/card payments february.csv': `Date;Merchant;Amount;Currency
2026-02-03;Kaffe & Kladd;84,00;SEK
2026-02-05;Malmö Cykeluthyrning;220,00;SEK
2026-02-09;Bahnhof Apotheke;12,95;EUR
`,
  'Receipts/Sklep Zielony.txt': `SKLEP ZIELONY
ul. Długa 5, 31-147 Kraków
PARAGON FISKALNY
2026-02-11 16:27

Chleb żytni         1 x 7,90    7,90
Jabłka           1,200 x 4,50    5,40
Ser twarogowy       2 x 8,25   16,50
SUMA PLN                       29,80
`,
  'Receipts/lunch with Ines ☕.txt': `Café Aurora, Lisboa
12-02-2026 13:31
2 pratos do dia   23,00
2 cafés            2,40
Total             25,40 €
(paid in cash, half was mine)
`,
  'Receipts/HARDWARE.TXT': `BOLT & BOARD HARDWARE
AUSTIN TX
02/13/2026  05:12 PM
WOOD SCREWS 3IN      8.49
PAINT, WHITE 1GAL   31.98
BRUSH SET            9.99
SUBTOTAL            50.46
TAX 8.25%            4.16
TOTAL              $54.62
VISA ****4471
`,
  'Receipts/parking.txt': 'Parkhaus Dom, 13.02.2026, 3 h 20 min, 8,00 EUR, bezahlt\n',
  'Receipts/refund headphones.txt': `Tonstudio Versand
Gutschrift GS-2026-031 zur Rechnung RE-2025-2210
16.02.2026
Kopfhörer, Rückgabe     -79,90 €
Erstattet               -79,90 €
`,
  'Receipts/scan_0032 (illegible).txt': `K sk  M rkt
?? .02.2 26
Milch    1, 9
T tal    ?,??
`,
}
