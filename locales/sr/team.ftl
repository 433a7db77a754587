part-lead = Vodeći ocenjivač
part-reviewer = Ocenjivač
part-observer = Posmatrač
team = Tim
team-lead = Ko ocenjuje, vodi i posmatra ovu procenu, i od kada do kada. Pristup počinje i prestaje sam od sebe.
team-empty = Još niko nije u timu.
team-person = Osoba
team-part = Uloga u timu
team-access = Pristup
team-from = Od
team-until = Do
team-until-hint = Poslednji dan; od sledećeg dana procena za njih ne postoji.
team-assigned = Ocenjuje
team-assigned-all = sve
team-assigned-none = još ništa
team-progress = Ocenjeno u ovom krugu
team-rated-of = { $rated } od { $count }
team-to-rate = Za ocenjivanje
team-rated = Ocenjeno
team-withheld = Uskraćeno
team-withheld-all = cela procena
team-look = Pogledaj
team-sees = Šta vidi
team-add = Stavi u tim
team-nobody-left = Svi iz ove institucije koji mogu biti u timu već su u njemu. Administrator sistema može da doda ljude.
team-assign = Dodeli kriterijume
team-leave = Ukloni iz tima
team-restricted = Otvara ograničene dokaze
team-declaration = Izjava
team-undeclared = još nije dao izjavu
team-declared = izjava data { $when }
team-undeclared-people = Još nisu dali izjavu: { $people }. Niko ne potpisuje krug dok svi ne izjave sukobe interesa.
team-undeclared-yet = Još nije izjavio sukobe interesa. Dok to ne učini, ništa mu se ne prikazuje.
team-nobody-rates =
    { $count ->
        [one] { $count } kriterijum niko ne ocenjuje: nije dodeljen nikome, ili samo ljudima koji sada nisu u timu.
        [few] { $count } kriterijuma niko ne ocenjuje: nisu dodeljena nikome, ili samo ljudima koji sada nisu u timu.
       *[other] { $count } kriterijuma niko ne ocenjuje: nije dodeljeno nikome, ili samo ljudima koji sada nisu u timu.
    }
team-observer-declares-not = Ko posmatra, ne ocenjuje i ne mora da daje izjavu.
team-superseded = zamenjena
team-declare-anew = Zatraži novu izjavu
team-declare-anew-hint = Kada se zatraži, procena mu je zatvorena dok ponovo ne da izjavu; do tada ne ocenjuje kriterijume koje je naveo.
team-conflicts = Sukobi interesa
team-no-conflict = Nema ih.
team-lift = Ukini
team-record = Zabeleži sukob interesa
team-earlier-conflicts = Raniji sukobi interesa
problem-part-role = Uloga u instituciji ne dozvoljava ovo: samo ocenjivači vode i ocenjuju.
problem-until-before = Poslednji dan je pre prvog.
access-open = otvoren
access-not-yet = još ne
access-ended = prestao
access-no-role = više nije član institucije
access-undeclared = nedostaje izjava
access-conflict = zatvoren: sukob interesa
access-report = Izveštaj o pristupu
access-lead = Ko šta vidi od ove procene, od kada do kada.
access-download = Preuzmi kao radnu svesku
access-by-role = Po ulozi u instituciji
access-by-role-hint = Oni čitaju sve procene institucije i nisu u timu.
assign-lead = Dok ništa nije dodeljeno, svaki ocenjivač ocenjuje sve. Čim se nešto dodeli, svako ocenjuje ono što mu je dodeljeno. Oblast važi za sve ispod nje.
assign-nobody = Niko u timu ne ocenjuje. Prvo stavite ocenjivača u tim.
assign-people = Ljudi
assign-away = više ne ocenjuje ovde
assign-do = Dodeli označeno
assign-take-back = Povuci označeno
assign-below =
    { $count ->
        [one] { $count } kriterijum ispod
        [few] { $count } kriterijuma ispod
       *[other] { $count } kriterijuma ispod
    }
assign-refused = Ne može naknadno da ocenjuje
assign-late = { $name } u ovom krugu više ne može da počne da ocenjuje { $code }: ono što su drugi o njemu rekli već je moglo da se pročita, pa ocena ne bi bila nezavisna. Kriterijum ostaje kod onih koji ga sada ocenjuju.
late-locked = { $name } je zaključao/la svoje ocene, a ovim bi počeo/la da ocenjuje { $code }: ono što drugi o tome kažu moglo bi da se prikaže pre te ocene. Prvo otključajte tu osobu, na stranici kruga.
conflict-refused = Sukob interesa ostaje kakav jeste
conflict-late = Sukob interesa u ovom krugu ostaje kakav jeste: bez njega { $name } može da počne da ocenjuje { $code }, a ono što su drugi o njemu rekli već je moglo da se pročita, pa ocena ne bi bila nezavisna. Može da se promeni kada procena pređe u sledeću fazu; a gde bi to videli samo zato što su zaključali, kada ih vodeći ocenjivač otključa.
problem-assign-nothing = Označite bar jednu oblast ili kriterijum i bar jednu osobu.
declaration = Izjava o sukobu interesa
declaration-own = Moja izjava
declaration-lead = Pre nego što vidite „{ $assessment }”, recite da li imate sukob interesa.
declaration-about = Imate ga ako ste vi ili neko vama blizak radili za ono što se ocenjuje, savetovali ga, predavali tamo, ako mu konkurišete ili od njega imate korist. Ono što vaš sukob obuhvata niti vam se prikazuje, niti ga ocenjujete.
declaration-held = Vaša izjava
declaration-signed-by = Potpis: { $name }, { $when }
declaration-none = Bez sukoba interesa.
declaration-again = Nova izjava zamenjuje ovu; ranija ostaje poznata.
declaration-answer = Sukob interesa
declaration-answer-none = Nemam sukob interesa
declaration-answer-criteria = Imam ga u nekim oblastima ili kriterijumima
declaration-answer-whole = Imam ga u celoj proceni
declaration-criteria = Oblasti i kriterijumi
declaration-criteria-hint = Šifra kako stoji u izdanju; oblast važi za sve ispod nje.
declaration-whole = Cela procena
declaration-reason = Razlog
declaration-signed = Vaše ime kao potpis
declaration-signed-hint = Celo, kao na vašem nalogu.
declaration-your-name = Vaš nalog glasi na ime { $name }.
declaration-sign = Potpiši
problem-no-answer = Izaberite jedan od odgovora.
problem-signed = Ovo nije ime vašeg naloga.
sees = Šta vidi { $name }
sees-lead = Kriterijumi i dokazi tačno kako ih danas vidi { $name }. Odavde se ništa ne može menjati.
sees-nothing = Danas procena za tu osobu ne postoji, ili se otvara tek kada izjavi sukobe interesa.
sees-rates = Ocenjuje
sees-restricted = Ta osoba otvara i ograničene dokaze, osim onih na čijoj listi čitalaca nije.
sees-no-restricted = Ograničeni dokazi se toj osobi prikazuju samo kao „ograničeno”.
sees-not-for-you = Član to vidi; vama nije otvoreno.
withheld = uskraćeno: sukob interesa
withheld-here = Uskraćeno: sukob interesa. Ni dokazi ni ocene ovog kriterijuma vam se ne prikazuju, i vi ga ne ocenjujete.
withheld-note = Uskraćeno vam je zbog sukoba interesa i izostavljeno iz ovih brojki: { $criteria }
refused-rating = Ovde ne ocenjujete vi
refused-not-on-team = Danas ne ocenjujete u ovoj proceni. Ko vodi procenu može da vas stavi u tim.
refused-conflict = Izjavili ste sukob interesa za ovaj kriterijum ili nešto ispod njega, ili je za vas zabeležen. Ako više ne važi, dajte novu izjavu na stranici tima ili pitajte vodećeg ocenjivača.
refused-not-assigned = Ovaj kriterijum nije dodeljen vama. Vodeći ocenjivač može da ga dodeli na stranici tima.
claim-others =
    { $count ->
        [one] Ovo sada ocenjuje { $people }.
        [few] Ovo sada ocenjuju { $people }.
       *[other] Ovo sada ocenjuju { $people }.
    }
done-member = Tim je sačuvan.
done-member-off = Uklonjeno iz tima.
done-declared = Vaša izjava je potpisana.
done-declared-whole = Vaša izjava je potpisana. Ova procena vam se više ne prikazuje.
done-declare-anew = Zatražena je nova izjava.
done-conflict = Sukob interesa je zabeležen.
done-conflict-lifted = Sukob interesa je ukinut.
done-assigned = Dodele su sačuvane.
audit-member-added = stavljen u tim
audit-member-changed = izmenjena uloga ili dani u timu
audit-member-taken-off = uklonjen iz tima
audit-conflicts-declared = izjavljeni sukobi interesa
audit-conflict-recorded = zabeležen sukob interesa
audit-conflict-lifted = ukinut sukob interesa
audit-declaration-asked-anew = zatražena nova izjava
audit-criteria-assigned = dodeljeni kriterijumi
audit-criteria-taken-back = povučeni dodeljeni kriterijumi
declaration-anew = Izjasni se ponovo
problem-declaration-many = Ovo je više redova nego što izjava prima: navedite oblasti iznad njih ili celu procenu.
problem-member-no-role = Ta osoba više nema ulogu u instituciji. Prvo joj dajte ulogu ili je uklonite iz tima.
problem-member-meanwhile = Neko je u međuvremenu promenio ulogu ili dane. Pogledajte ih na spisku tima; ako ponovo sačuvate, važe vaši.
