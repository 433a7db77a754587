work = Puna ime
work-count =
    { $count ->
        [one] Ju pret një gjë
       *[other] Ju presin { $count } gjëra
    }; me vonesë: { $late }.
work-empty = Asgjë nuk ju pret. Ajo që ju kërkohet, ju caktohet ose ku përmendeni shfaqet këtu vetvetiu, së pari ajo me afatin më të afërt.
work-none-found = Asgjë e këtij lloji nuk ju pret.
work-kind = Lloji
work-due = Afati
work-what = Çfarë
work-of = Ku
work-kind-declare = Deklaro konfliktet e interesit
work-kind-mention = Lexo
work-kind-answer = Dorëzo dëshmi
work-kind-decide_request = Vendos për një përgjigje
work-kind-decide_evidence = Prano ose kthe dëshminë
work-kind-mend = Ndreq dëshminë e kthyer
work-kind-rate = Vlerëso
work-kind-lock = Kyç vlerësimet e tua
work-kind-verify = Verifiko një mostër
work-kind-practise = Vlerëso për ushtrim
work-kind-assign = Cakto kritere
work-kind-resolve = Zgjidh dallimet
work-kind-sign_off = Nënshkruaj raundin
work-kind-act = Kryej një veprim
work-kind-renew = Përtërij dëshminë
work-kind-answer_finding = Përgjigju gjetjes
work-kind-judge_answer = Prano përgjigjen ose ktheje
work-kind-complete_finding = Trego se gjetja është ndrequr
work-kind-verify_finding = Verifiko gjetjen
work-kind-confirm_finding = Kontrollo efektin
work-kind-deadline = Respekto afatin
work-mentioned = { $name } ju përmend te { $criterion }
work-left = Kanë mbetur pa u vlerësuar { $left } nga { $all } kritere
work-all-rated = Të gjitha { $count } kriteret janë vlerësuar
work-to-verify =
    { $count ->
        [one] Duhet verifikuar një kriter i mostrës
       *[other] Duhen verifikuar { $count } kritere të mostrës
    }
work-vacant =
    { $count ->
        [one] Një kriter tani nuk e vlerëson askush
       *[other] { $count } kritere tani nuk i vlerëson askush
    }
work-differ =
    { $count ->
        [one] Vlerësuesit dallojnë në një kriter
       *[other] Vlerësuesit dallojnë në { $count } kritere
    }
work-ready = Të gjithë i kanë kyçur vlerësimet dhe nuk ndryshojnë në asgjë
work-undeclared = Asgjë nuk shfaqet para se të deklaroni
