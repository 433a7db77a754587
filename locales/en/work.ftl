work = My work
work-count =
    { $count ->
        [one] One thing waits for you
       *[other] { $count } things wait for you
    }; overdue: { $late }.
work-empty = Nothing waits for you. What you are asked, assigned or mentioned in appears here by itself, what is due first on top.
work-none-found = Nothing of this kind waits for you.
work-kind = Kind
work-due = Due
work-what = What
work-of = Where
work-kind-declare = Declare conflicts of interest
work-kind-mention = Read
work-kind-answer = Hand evidence in
work-kind-decide_request = Decide about an answer
work-kind-decide_evidence = Accept or return evidence
work-kind-mend = Mend returned evidence
work-kind-rate = Rate
work-kind-lock = Lock your ratings
work-kind-verify = Verify a sample
work-kind-practise = Rate for practice
work-kind-assign = Assign criteria
work-kind-resolve = Resolve differences
work-kind-sign_off = Sign the round off
work-kind-act = Carry out an action
work-kind-renew = Renew evidence
work-kind-answer_finding = Answer a finding
work-kind-judge_answer = Agree to an answer or return it
work-kind-complete_finding = Show that a finding is mended
work-kind-verify_finding = Verify a finding
work-kind-confirm_finding = Check the effect
work-kind-deadline = Keep a deadline
work-mentioned = { $name } mentions you at { $criterion }
work-left = { $left } of { $all } criteria are left to be rated
work-all-rated = All { $count } criteria are rated
work-to-verify =
    { $count ->
        [one] One criterion of the sample is to be verified
       *[other] { $count } criteria of the sample are to be verified
    }
work-vacant =
    { $count ->
        [one] Nobody rates one criterion now
       *[other] Nobody rates { $count } criteria now
    }
work-differ =
    { $count ->
        [one] The raters differ on one criterion
       *[other] The raters differ on { $count } criteria
    }
work-ready = All have locked, and they differ on nothing
work-undeclared = Nothing is shown before you have declared
