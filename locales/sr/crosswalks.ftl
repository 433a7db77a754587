nav-crosswalks = Mapiranja
crosswalks-lead = Mapiranje kaže kako se odnose kriterijumi dva izdanja: isti su, jedan je deo drugog ili se preklapaju. Što dokazuje jedan kriterijum nudi se onda i za drugi.
crosswalks-empty = Još nema nijednog mapiranja.
crosswalk = Mapiranje
crosswalk-code = Id
crosswalk-from = Od
crosswalk-to = Ka
crosswalk-relations = Odnosi
crosswalk-relations-of = Odnosi izabranog kriterijuma
crosswalk-all-relations = Svi odnosi ovog mapiranja
crosswalk-relation-count = { $count ->
    [one] { $count } odnos
    [few] { $count } odnosa
   *[other] { $count } odnosa
}
crosswalk-owner = Čije
crosswalk-everybody = Svačije
crosswalk-source = Izvor
crosswalk-source-hint = Ko to kaže: objavljeno mapiranje sa adresom, ili ko je od vas to procenio i kada.
crosswalk-title = Naziv
crosswalk-new = Novo mapiranje
crosswalk-make = Napravi mapiranje
crosswalk-choose-edition = Izaberite izdanje
crosswalk-fixed = Ovo mapiranje dolazi sa programom i ostaje kakvo jeste. Ako to vidite drugačije, napravite svoje pored njega.
crosswalk-chosen = Šta je izabrano
crosswalk-choose = Izaberite kriterijum u levom stablu i jedan u desnom; zatim recite šta je prvi za drugi.
crosswalk-look = Izaberite kriterijum u jednom od stabala da vidite sa čim ima odnos.
crosswalk-choose-right = Sada izaberite kriterijum u desnom stablu ili pogledajte predloge.
crosswalk-choose-left = Sada izaberite kriterijum u levom stablu ili pogledajte predloge.
crosswalk-choose-other = Za nastavak izaberite drugi kriterijum u jednom od stabala.
crosswalk-question = Šta je { $left } za { $right }?
crosswalk-choose-relation = Izaberite šta je
crosswalk-relation = Odnos
crosswalk-strength = Jačina u procentima
crosswalk-strength-hint = Koliko su bliski, ako to neko kaže; može ostati prazno.
crosswalk-confidence = Koliko sigurno
crosswalk-note = Zašto
crosswalk-relate = Sačuvaj odnos
crosswalk-remove = Ukloni
crosswalk-suggestions = Predlozi
crosswalk-suggestions-hint = Kriterijumi sa sličnim rečima. Slične reči ne znače uvek isto: pročitajte oba, pa recite šta su jedan za drugi. Pre toga se ništa ne čuva.
crosswalk-no-suggestion = Nijedan kriterijum drugog izdanja nema slične reči.
crosswalk-alike = { $percent } % slično
crosswalk-suggested-note = Predloženo po sličnosti tekstova, { $percent } %
crosswalk-accept = Prihvati
crosswalk-empty = U ovom mapiranju još nema odnosa.
crosswalk-unrelated = Izabrani kriterijum još nema odnos ni sa čim.
reuse = Šta već imamo
reuse-lead = Dokazi koji su povezani sa jednim izdanjem, a odgovaraju na kriterijume drugog, kako kažu mapiranja.
reuse-no-crosswalk = Nijedno mapiranje ne vodi ka izdanju koje možete da koristite. Napravite jedno, i ovde će se videti šta imate.
reuse-all = Sva izdanja
reuse-evidence = Dokazi koji se računaju
reuse-evidence-offered = prihvaćeni ili podneti, i važeći
reuse-evidence-accepted = prihvaćeni i važeći
reuse-evidence-any = svi osim povučenih
reuse-show = Prikaži
reuse-look = Prikaži
reuse-answered = Odgovoreno
reuse-partly = Delimično
reuse-nothing = Još ništa
reuse-linked = Već povezano
reuse-of = { $count } od { $total }
reuse-linked-count = { $count ->
    [one] { $count } od odgovorenih kriterijuma već ima povezan dokaz.
    [few] { $count } od odgovorenih kriterijuma već imaju povezan dokaz.
   *[other] { $count } od odgovorenih kriterijuma već ima povezan dokaz.
}
reuse-carry = Ocene kriterijuma koji su isti mogu se preneti u:
reuse-none-found = Nijedan kriterijum nije takav.
reuse-standing = Stanje
reuse-what = Šta postoji i zašto
reuse-linked-at = Povezano sa { $code }:
reuse-above = , kojem ovaj kriterijum pripada
reuse-more = i još { $count }
reuse-tick = Izaberi
reuse-link = Poveži
reuse-link-ticked = Poveži označeno
reuse-reason = Preuzeto od { $code }, { $edition } ({ $relation })
carry = Ocene iz drugih izdanja
carry-lead = Ove ocene su date kriterijumima koje neko mapiranje naziva istim. Pročitajte oba teksta; označeno je ono što kaže samo jedan. Ocena koju označite prenosi se i čeka potvrdu.
carry-empty = Nijedna ocena ne može da se prenese: nijedan kriterijum koji neko mapiranje naziva istim nije ocenjen u drugoj proceni u ovom krugu, a ovde još otvoren.
carry-rated = { $count ->
    [one] { $count } kriterijum je ovde već ocenjen i izostavljen je.
    [few] { $count } kriterijuma su ovde već ocenjena i izostavljena su.
   *[other] { $count } kriterijuma je ovde već ocenjeno i izostavljeno je.
}
carry-becomes = Postala bi
carry-no-level = Skala ovde nema taj nivo; ocenite kriterijum na radnom stolu.
carry-tick = Prenesi ocenu sa { $from } na { $to }
carry-ticked = Prenesi označeno
problem-crosswalk-same = Izaberite drugo izdanje od prvog.
problem-strength = Broj od 0 do 100.
problem-nothing-ticked = Ništa nije označeno. Označite bar jedno.
problem-no-longer-offered = Nešto što ste izabrali više se ne nudi: u međuvremenu je promenjen odnos, veza ili dokaz. Pogledajte ponovo i izaberite iznova.
problem-relation-meanwhile = Neko je u međuvremenu promenio ovaj odnos: tabela ispod pokazuje kakav je sada. Ako ponovo sačuvate, biće zamenjen.
problem-carry-changed = U međuvremenu je promenjena ocena, odnos ili tekst koji ste označili. Ništa nije preneto; pogledajte ponovo i označite iznova.
problem-carry-twice = Označene su dve ocene za isti kriterijum. Ostavite jednu.
done-crosswalk = Mapiranje je napravljeno. Sada odredite odnose kriterijuma.
done-related = Odnos je sačuvan.
done-unrelated = Odnos je uklonjen.
done-ratings-carried = Preneto. Svaku od ovih ocena još treba potvrditi.
audit-crosswalk-loaded = učitano mapiranje
audit-crosswalk-made = napravljeno mapiranje
audit-relation-added = određen odnos kriterijuma
audit-relation-changed = izmenjen odnos kriterijuma
audit-relation-removed = uklonjen odnos kriterijuma
audit-rating-carried = preneta ocena
crosswalk-remove-question = Ovako sada glasi. Kada se ukloni, vraća se samo novim povezivanjem ta dva kriterijuma.
crosswalk-remove-meanwhile = Neko je promenio ovu vezu pošto ste otvorili stranicu. Ništa nije uklonjeno; ovako sada glasi.
