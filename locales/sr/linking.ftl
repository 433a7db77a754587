links-choose = Izaberi kriterijume
links-change = Izmeni veze
links-change-hint = Veza koju izmenite čuva se kakva je bila, a nova dolazi posle nje. Označite veze koje treba ukloniti.
links-tick = Označi
links-unlink-ticked = Ukloni označene veze
links-place-hint = Strana, pasus ili tačka, na primer str. 12, § 4.
problem-links-meanwhile = Neko je u međuvremenu izmenio ove veze. Ništa nije sačuvano; pogledajte kakve su sada.
audit-link-changed = izmenjena veza
