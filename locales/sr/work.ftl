work = Moj posao
work-count =
    { $count ->
        [one] Čeka vas { $count } stvar
        [few] Čekaju vas { $count } stvari
       *[other] Čeka vas { $count } stvari
    }; kasni: { $late }.
work-empty = Ništa vas ne čeka. Ono što se od vas traži, što vam se dodeli ili gde vas pomenu pojavljuje se ovde samo, prvo ono čiji je rok najbliži.
work-none-found = Ništa te vrste vas ne čeka.
work-kind = Vrsta
work-due = Rok
work-what = Šta
work-of = Gde
work-kind-declare = Prijavi sukobe interesa
work-kind-mention = Pročitaj
work-kind-answer = Predaj dokaz
work-kind-decide_request = Odluči o odgovoru
work-kind-decide_evidence = Prihvati ili vrati dokaz
work-kind-mend = Popravi vraćeni dokaz
work-kind-rate = Oceni
work-kind-lock = Zaključaj svoje ocene
work-kind-verify = Proveri uzorak
work-kind-practise = Oceni radi vežbe
work-kind-assign = Dodeli kriterijume
work-kind-resolve = Reši razlike
work-kind-sign_off = Potpiši krug
work-kind-act = Sprovedi meru
work-kind-renew = Obnovi dokaz
work-kind-answer_finding = Odgovori na nalaz
work-kind-judge_answer = Prihvati odgovor ili ga vrati
work-kind-complete_finding = Pokaži da je nalaz otklonjen
work-kind-verify_finding = Proveri da li je nalaz otklonjen
work-kind-confirm_finding = Proveri dejstvo mere
work-kind-deadline = Ispoštuj rok
work-mentioned = { $name } vas pominje kod { $criterion }
work-left = Za ocenjivanje je ostalo { $left } od { $all } kriterijuma
work-all-rated = Svih { $count } kriterijuma je ocenjeno
work-to-verify =
    { $count ->
        [one] Treba proveriti { $count } kriterijum iz uzorka
        [few] Treba proveriti { $count } kriterijuma iz uzorka
       *[other] Treba proveriti { $count } kriterijuma iz uzorka
    }
work-vacant =
    { $count ->
        [one] { $count } kriterijum sada niko ne ocenjuje
       *[other] { $count } kriterijuma sada niko ne ocenjuje
    }
work-differ =
    { $count ->
        [one] Ocenjivači se razlikuju kod { $count } kriterijuma
       *[other] Ocenjivači se razlikuju kod { $count } kriterijuma
    }
work-ready = Svi su zaključali i ni u čemu se ne razlikuju
work-undeclared = Ništa se ne prikazuje pre nego što prijavite
