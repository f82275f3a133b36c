/** The rest of a usual folder: notes, tables, a meeting, settings, things kept twice. */
export const PAPERS: Record<string, string> = {
  'Sales north.csv': `date,customer,product,units,amount
2026-01-05,Lindqvist AB,Desk lamp,12,1068.00
2026-01-12,Öberg & Co,Shelf 80,4,516.00
2026-01-19,Lindqvist AB,Shelf 120,6,1014.00
2026-01-26,Fjord Design,Desk lamp,3,267.00
2026-02-02,"Berg, Holm & Partners",Chair Nora,8,1912.00
2026-02-09,Fjord Design,Shelf 80,2,258.00
`,
  'Sales south.csv': `Order date;Client;Item;Qty;Total EUR;Note
07.01.2026;Casa Verde;Desk lamp;5;445,00;
15.01.2026;Studio Rossi;Chair Nora;2;478,00;second delivery in March
22.01.2026;Casa Verde;Shelf 120;3;507,00;
03.02.2026;Atelier Blanc;Chair Nora;10;2.390,00;"discount agreed; see mail"
11.02.2026;Studio Rossi;Desk lamp;7;623,00;
`,
  'contacts.csv': `Name,Email,Phone,City
Ines Duarte,ines@example.pt,+351 21 000 0000,Lisboa
Jonas Öberg,jonas@example.se,+46 8 000 00 00,Stockholm
"Rossi, Carla",carla@example.it,,Milano
Amélie Blanc,amelie@example.fr,+33 4 00 00 00 00,Lyon
Jonas Oberg,JONAS@example.se,+46 8 000 00 00,Stockholm
`,
  'Meeting 2026-02-10.txt': `Spring catalogue, weekly meeting
Tuesday 10 February 2026, 10:00 to 10:50
Present: Ines, Jonas, Carla, Sam. Absent: Amélie (ill)

Jonas: the photos of the Nora chair are done, all but the green one. The green sample was damaged on the way and a new
one comes on Thursday. He will shoot it on Friday the 13th.

Carla says the printer in Milano wants the final pages by 2 March, not 9 March as we thought. If we are late we lose the
slot, and the next one is in April. Everyone agreed that we keep 2 March.

Prices: Ines proposed to raise Shelf 120 from 169 to 179. Sam is for it, Carla is against it for the south. Decided: 179 in
the north from 1 March, the south stays at 169 until summer. Ines tells the shops.

The French texts: Amélie has half of them. Sam asks her how far she gets, and looks for a translator if it is not enough
(budget up to 600 euros).

Jonas reminded us that last year's catalogue had a wrong phone number on the back. Carla checks the back cover twice.

Open: do we print 4,000 or 5,000? Carla gets both offers from the printer before the next meeting.
Next meeting: 17 February, 10:00.
`,
  'Notes/ideas.md': `# Ideas

- lamp with a clamp instead of a foot
- rent out chairs for events? ask Carla
- a page with repair instructions, people keep asking

## Names for the new shelf
Liv, Sten, Alto, *Mira*
`,
  'Notes/todo.md': `# To do

- [x] send receipts of January
- [ ] answer the landlord
- [ ] renew the domain before 1 March
- [ ] order toner
- [x] book train to Malmö
- [ ] order toner
`,
  'Notes/2026-01-15.txt': 'Called the bank. New card comes in about ten days. Old one works until the 31st.\n',
  'Notes/2026-01-29.txt':
    'Landlord wrote: rent goes up by 3 % in April. Look at the contract, I think it says two years fixed.\n',
  'Notes/2026-02-06.txt':
    'Malmö: showroom in the harbour is too big, the one at the square is nice. 1,150 a month. Decide until the 20th.\n',
  'Notes/recipe.txt': `Pancakes for four
3 eggs, 300 ml milk, 150 g flour, a pinch of salt, butter
Mix, wait half an hour, bake thin.
`,
  'Notes/untitled.txt': '',
  'Notes/résumé draft.md': `# Sam Keller

Product designer, eleven years with furniture and lamps.

2021 to now: own studio. 2015 to 2021: Hallberg, Stockholm.
`,
  'Letters/landlord 2026-01-28.txt': `Dear Ms Keller,

as of 1 April 2026 the rent for the studio in Mill Lane will rise by 3 % to 927.00 pounds a month. Please change your
standing order. We would also like to remind you that the boiler is inspected on 24 February between 9 and 12.

Kind regards
Tom Archer
`,
  'Letters/Offer Atelier Blanc.md': `# Offer 2026-07

For Atelier Blanc, Lyon. Valid until 15 March 2026.

| Item | Qty | Price | Total |
| --- | ---: | ---: | ---: |
| Chair Nora, green | 10 | 239.00 | 2,390.00 |
| Desk lamp | 4 | 89.00 | 356.00 |

Total: 2,746.00 euros. Delivery within four weeks.
`,
  'Letters/contract excerpt.txt': `§ 4 Rent. The monthly rent is 900 pounds. It is fixed for twenty-four months from the beginning of the lease.
§ 5 Term. The lease begins on 1 September 2025.
§ 9 Notice. Three months, in writing, to the end of a month.
`,
  'catalogue.json': `{
  "season": "spring 2026",
  "products": [
    { "sku": "NORA-GRN", "name": "Chair Nora, green", "price": 239, "stock": 14 },
    { "sku": "NORA-OAK", "name": "Chair Nora, oak", "price": 239, "stock": 0 },
    { "sku": "SHELF-80", "name": "Shelf 80", "price": 129, "stock": 52 },
    { "sku": "SHELF-120", "name": "Shelf 120", "price": 169, "stock": 31 },
    { "sku": "LAMP-1", "name": "Desk lamp", "price": 89, "stock": 7 }
  ]
}
`,
  'Pictures/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" role="img" aria-label="Keller">
<rect width="120" height="40" rx="6" fill="#20413a"/><circle cx="22" cy="20" r="10" fill="#f3c65a"/>
<text x="42" y="26" font-family="sans-serif" font-size="18" fill="#fff">Keller</text></svg>
`,
  'Web/index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Keller, furniture</title>
<h1>Keller</h1><p>Chairs, shelves and lamps from a small studio.</p>
<p><a href="shop.html">Shop</a> <a href="mailto:sam@example.org">Write to us</a></p></html>
`,
  'Web/shop.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<h1>Shop</h1><ul><li>Chair Nora, 239</li><li>Shelf 80, 129</li><li>Shelf 120, 169</li><li>Desk lamp, 89</li></ul></html>
`,
}

/** Copies under another name, as they pile up. */
export const COPIES: Record<string, string> = {
  'Receipts/scan_0031 (1).txt': 'Receipts/scan_0031.txt',
  'Old stuff/Bürobedarf Lindner - Kopie.txt': 'Receipts/Bürobedarf Lindner.txt',
  'Old stuff/Sales north (backup).csv': 'Sales north.csv',
  'Old stuff/🗂️ ideas copy.md': 'Notes/ideas.md',
}
