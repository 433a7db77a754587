nav-catalogues = Katalozi
catalogues-own = Naši katalozi
catalogues-own-none = Vaša ustanova nema sopstveni katalog. Započnite novi, ili klonirajte neko od izdanja ispod, odnosno izvedite dopunu iz njega.
catalogues-shared = Izdanja za sve
catalogue-actions = Radnje
catalogue-new = Novi katalog
catalogue-edit = Uredi
catalogue-clone = Kloniraj
catalogue-clone-title = Kloniranje: { $edition }
catalogue-clone-help = Celo stablo se kopira kao nacrt istog okvira. Menjajte ga dok ne kaže ono što kaže sledeće izdanje, pa ga objavite.
catalogue-derive = Izvedi
catalogue-derive-title = Izvođenje iz: { $edition }
catalogue-derive-help = Dopuna sadrži samo ono što vaša pravila traže pored izdanja. Ocenjivanje uzima oboje kao jedno stablo i ocenjuje ih po skali izdanja.
catalogue-supplements = dopunjuje { $base }
catalogue-base = Dopunjuje
catalogue-create = Započni nacrt
catalogue-id-hint = Mala slova, cifre i crtice, na primer pravila-prijema-2027. Ostaje isti zauvek.
catalogue-version-hint = Kako je izdavač zove, na primer 2027 ili drugo izdanje.
catalogue-issuer = Izdavač
catalogue-issuer-hint = Ko ga objavljuje: ministarstvo, agencija, vaša ustanova.
catalogue-what = Šta sadrži
catalogue-kind-criteria = Kriterijume koji se ocenjuju
catalogue-kind-levels = Nivoe na koje se upućuje
catalogue-scale-usual = Uobičajena skala: usklađeno, delimično usklađeno, neusklađeno
catalogue-head = O izdanju
catalogue-empty = Još nema nijednog kriterijuma. Dodajte prvi na kraju stabla; oblasti i poglavlja su kriterijumi koji ispod sebe imaju druge.
catalogue-status-hint = Na snazi ili zamenjeno, i od kada.
catalogue-licence-hint = Šta se od zvaničnog teksta sme kopirati. Pregled i sopstvene reči uvek smeju.
catalogue-description = Opis
catalogue-groups = Grupe
catalogue-groups-hint = Po jedna u redu: šifra | naziv. Ocenjivanje se može ograničiti na grupe, stepene ili nivoe.
catalogue-target = Ishod kojem se teži
catalogue-add = Dodaj kriterijum
catalogue-add-end = Dodaj na kraj
catalogue-add-below = Dodaj ispod
catalogue-add-after = Dodaj posle
catalogue-goes-below = Dolazi ispod { $code }, posle onoga što je tamo.
catalogue-goes-after = Dolazi posle { $code }, na istom nivou.
catalogue-goes-last = Dolazi na kraj stabla, na najviši nivo.
catalogue-up = Pomeri gore
catalogue-down = Pomeri dole
catalogue-in = Uvuci
catalogue-out = Izvuci
catalogue-move = Premesti
catalogue-move-below = Premesti pod drugi kriterijum
catalogue-parent = Šifra novog nadređenog kriterijuma
catalogue-parent-hint = Prazno ga premešta na kraj najvišeg nivoa.
catalogue-kind = Vrsta
catalogue-kind-hint = Kako izdavač zove takav deo: oblast, standard, tačka, pokazatelj.
catalogue-under-hint = Šifra kriterijuma osnovnog izdanja ispod kojeg stoji; prazno za kraj.
catalogue-counting = Kako se računa
catalogue-assessable = Ocenjuje se sam. Naslovi se obično ne ocenjuju.
catalogue-mandatory = Obavezan je: cilj nije dostižan dok nije ispunjen.
catalogue-weight = Težina
catalogue-weight-hint = Njegov udeo u indeksu pored ostalih; 1, osim ako izdavač ne kaže drugačije.
catalogue-expects-hint = Šifre vrsta dokaza, odvojene zarezima.
catalogue-evidence-types = Pogledaj vrste dokaza
catalogue-changed-meanwhile = Neko je ovo promenio dok ste pisali. Ništa vaše nije izgubljeno: nalazi se u obrascu ispod. Ovo je ono što sada piše; sačuvajte ponovo da vaše dođe na to mesto.
catalogue-remove = Ukloni
catalogue-remove-title = Ukloniti { $criterion }?
catalogue-remove-alone = Ispod njega nema ničega. Ne može se vratiti.
catalogue-remove-below = { $count ->
    [one] Ispod njega je { $count } kriterijum, koji se uklanja zajedno s njim. Ne mogu se vratiti.
    [few] Ispod njega su { $count } kriterijuma, koja se uklanjaju zajedno s njim. Ne mogu se vratiti.
   *[other] Ispod njega je { $count } kriterijuma, koji se uklanjaju zajedno s njim. Ne mogu se vratiti.
}
catalogue-remove-used = Ocena, veza, mera, izuzeće ili uporedni pregled govori o njemu ili o nekom ispod njega, zato ostaje.
catalogue-remove-otherwise = Ispod njega nije ono što vam je rečeno. Pogledajte ponovo.
catalogue-publish = Objavi
catalogue-publish-now = Objavi konačno
catalogue-publish-warning = U ovom nacrtu nema grešaka. Kada se objavi, niko ga više ne može promeniti ni ukloniti. Ispravka je tada novo izdanje: klonirajte ga.
catalogue-problems = { $count ->
    [one] Treba ispraviti { $count } stvar pre nego što se nacrt može objaviti.
    [few] Treba ispraviti { $count } stvari pre nego što se nacrt može objaviti.
   *[other] Treba ispraviti { $count } stvari pre nego što se nacrt može objaviti.
}
catalogue-discard = Ukloni nacrt
catalogue-discard-question = { $count ->
    [one] Uklanja se nacrt sa { $count } kriterijumom. Ne mogu se vratiti.
    [few] Uklanja se nacrt sa { $count } kriterijuma. Ne mogu se vratiti.
   *[other] Uklanja se nacrt sa { $count } kriterijuma. Ne mogu se vratiti.
}
catalogue-discard-used = Ovaj nacrt je potreban nekom ocenjivanju, dopuni ili uporednom pregledu, zato ostaje.
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
