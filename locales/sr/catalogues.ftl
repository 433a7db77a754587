nav-catalogues = Katalozi
catalogues-own = Naši katalozi
catalogues-own-none = Vaša ustanova nema sopstveni katalog. Započnite novi, ili klonirajte neko od izdanja ispod, odnosno izvedite dopunu iz njega.
catalogues-shared = Izdanja za sve
editor-actions = Radnje
editor-new = Novi katalog
editor-edit = Uredi
editor-clone = Kloniraj
editor-clone-title = Kloniranje: { $edition }
editor-clone-help = Celo stablo se kopira kao nacrt istog okvira. Menjajte ga dok ne kaže ono što kaže sledeće izdanje, pa ga objavite.
editor-derive = Izvedi
editor-derive-title = Izvođenje iz: { $edition }
editor-derive-help = Dopuna sadrži samo ono što vaša pravila traže pored izdanja. Ocenjivanje uzima oboje kao jedno stablo i ocenjuje ih po skali izdanja.
editor-supplements = dopunjuje { $base }
editor-base = Dopunjuje
editor-create = Započni nacrt
editor-id-hint = Mala slova, cifre i crtice, na primer pravila-prijema-2027. Ostaje isti zauvek.
editor-version-hint = Kako je izdavač zove, na primer 2027 ili drugo izdanje.
editor-issuer = Izdavač
editor-issuer-hint = Ko ga objavljuje: ministarstvo, agencija, vaša ustanova.
editor-what = Šta sadrži
editor-kind-criteria = Kriterijume koji se ocenjuju
editor-kind-levels = Nivoe na koje se upućuje
editor-scale-usual = Uobičajena skala: usklađeno, delimično usklađeno, neusklađeno
editor-head = O izdanju
editor-empty = Još nema nijednog kriterijuma. Dodajte prvi na kraju stabla; oblasti i poglavlja su kriterijumi koji ispod sebe imaju druge.
editor-status-hint = Na snazi ili zamenjeno, i od kada.
editor-licence-hint = Šta se od zvaničnog teksta sme kopirati. Pregled i sopstvene reči uvek smeju.
editor-description = Opis
editor-groups = Grupe
editor-groups-hint = Po jedna u redu: šifra | naziv. Ocenjivanje se može ograničiti na grupe, stepene ili nivoe.
editor-target = Ishod kojem se teži
editor-add = Dodaj kriterijum
editor-add-end = Dodaj na kraj
editor-add-below = Dodaj ispod
editor-add-after = Dodaj posle
editor-goes-below = Dolazi ispod { $code }, posle onoga što je tamo.
editor-goes-after = Dolazi posle { $code }, na istom nivou.
editor-goes-last = Dolazi na kraj stabla, na najviši nivo.
editor-up = Pomeri gore
editor-down = Pomeri dole
editor-in = Uvuci
editor-out = Izvuci
editor-move = Premesti
editor-move-below = Premesti pod drugi kriterijum
editor-parent = Šifra novog nadređenog kriterijuma
editor-parent-hint = Prazno ga premešta na kraj najvišeg nivoa.
editor-kind = Vrsta
editor-kind-hint = Kako izdavač zove takav deo: oblast, standard, tačka, pokazatelj.
editor-under-hint = Šifra kriterijuma osnovnog izdanja ispod kojeg stoji; prazno za kraj.
editor-counting = Kako se računa
editor-assessable = Ocenjuje se sam. Naslovi se obično ne ocenjuju.
editor-mandatory = Obavezan je: cilj nije dostižan dok nije ispunjen.
editor-weight = Težina
editor-weight-hint = Njegov udeo u indeksu pored ostalih; 1, osim ako izdavač ne kaže drugačije.
editor-expects-hint = Šifre vrsta dokaza, odvojene zarezima.
editor-evidence-types = Pogledaj vrste dokaza
editor-changed-meanwhile = Neko je ovo promenio dok ste pisali. Ništa vaše nije izgubljeno: nalazi se u obrascu ispod. Ovo je ono što sada piše; sačuvajte ponovo da vaše dođe na to mesto.
editor-remove = Ukloni
editor-remove-title = Ukloniti { $criterion }?
editor-remove-alone = Ispod njega nema ničega. Ne može se vratiti.
editor-remove-below = { $count ->
    [one] Ispod njega je { $count } kriterijum, koji se uklanja zajedno s njim. Ne mogu se vratiti.
    [few] Ispod njega su { $count } kriterijuma, koja se uklanjaju zajedno s njim. Ne mogu se vratiti.
   *[other] Ispod njega je { $count } kriterijuma, koji se uklanjaju zajedno s njim. Ne mogu se vratiti.
}
editor-remove-used = Ocena, veza, mera, izuzeće ili uporedni pregled govori o njemu ili o nekom ispod njega, zato ostaje.
editor-remove-otherwise = Ispod njega nije ono što vam je rečeno. Pogledajte ponovo.
editor-publish = Objavi
editor-publish-now = Objavi konačno
editor-publish-warning = U ovom nacrtu nema grešaka. Kada se objavi, niko ga više ne može promeniti ni ukloniti. Ispravka je tada novo izdanje: klonirajte ga.
editor-problems = { $count ->
    [one] Treba ispraviti { $count } stvar pre nego što se nacrt može objaviti.
    [few] Treba ispraviti { $count } stvari pre nego što se nacrt može objaviti.
   *[other] Treba ispraviti { $count } stvari pre nego što se nacrt može objaviti.
}
editor-discard = Ukloni nacrt
editor-discard-question = { $count ->
    [one] Uklanja se nacrt sa { $count } kriterijumom. Ne mogu se vratiti.
    [few] Uklanja se nacrt sa { $count } kriterijuma. Ne mogu se vratiti.
   *[other] Uklanja se nacrt sa { $count } kriterijuma. Ne mogu se vratiti.
}
editor-discard-used = Ovaj nacrt je potreban nekom ocenjivanju, dopuni ili uporednom pregledu, zato ostaje.
provenance-reconstructed = sastavljeno prema onome što je uobičajeno
problem-unknown-evidence-type = Nešto od ovoga nije šifra vrste dokaza. Pogledajte ih ispod.
problem-weight = Težina je broj od 0 do 1000.
problem-groups = Pišite po jednu grupu u redu, svaku šifru jednom: šifra | naziv.
problem-group-used = Grupa kojoj pripadaju kriterijumi ne može se ukloniti. Prvo izvadite kriterijume iz nje.
problem-edition-id = Koristite samo mala slova, cifre i crtice, i ne počinjite sa own-.
problem-edition-id-taken = Vaša ustanova već ima izdanje sa ovim id-om.
done-drafted = Nacrt je započet.
done-criterion-drafted = Kriterijum je dodat.
done-criterion-moved = Premešteno.
done-no-room = Tamo nema mesta, zato ostaje gde jeste.
done-no-such-parent = Nijedan kriterijum nema ovu šifru, zato ostaje gde jeste.
done-criteria-removed = Uklonjeno.
done-published = Objavljeno. Od sada se prema njemu može ocenjivati.
done-draft-removed = Nacrt je uklonjen.
pack-problem-empty = nešto nedostaje
pack-problem-bad-id = id ima znakove koje ne sme da ima
pack-problem-duplicate-code = jedna šifra je tu dvaput
pack-problem-too-long = tekst je predugačak
pack-problem-control-character = tekst ima znakove koji se ne mogu prikazati
pack-problem-stray-space = suvišan razmak ili kraj reda
pack-problem-unknown-language = oznaka jezika je pogrešna
pack-problem-out-of-range = broj je premali ili prevelik
pack-problem-unknown-evidence-type = očekivana vrsta dokaza ne postoji
pack-problem-no-scale = nema skale za ocenjivanje
pack-problem-no-target = nema ishoda kojem se teži
pack-problem-nothing-assessable = nijedan kriterijum se ne ocenjuje
pack-problem-too-large = previše je kriterijuma
pack-problem-too-deep = stablo je preduboko
pack-problem-unknown-outcome = ishod kojem se teži ne postoji
pack-problem-order = nivoi ili ishodi su u pogrešnom redosledu
pack-problem-unknown-level = pravilo navodi nivo koji ne postoji
pack-problem-duplicate-word = jedna reč znači dva nivoa
audit-edition-cloned = klonirano izdanje
audit-edition-derived = izvedena dopuna izdanja
audit-edition-changed = promenjen nacrt izdanja
audit-edition-published = objavljeno izdanje
audit-draft-removed = uklonjen nacrt izdanja
audit-criterion-drafted = dodat kriterijum u nacrt
audit-criterion-changed = promenjen kriterijum nacrta
audit-criterion-moved = premešten kriterijum nacrta
audit-criteria-removed = uklonjeni kriterijumi iz nacrta
