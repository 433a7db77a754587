extraction-empty = Skedari është bosh: ka 0 bajtë.
extraction-password_protected = Skedari është i mbrojtur me fjalëkalim, prandaj askush nuk mund ta lexojë pa të. Ngarkojeni sërish pa fjalëkalim.
extraction-no_text = Skedari ka faqe, por nuk ka tekst: me gjasë është i skanuar. Kërkimi e gjen vetëm sipas titullit dhe shënimeve.
extraction-ending_differs = Prapashtesa e emrit të skedarit nuk përputhet me atë që skedari është në të vërtetë.
extraction-damaged = Skedari është i dëmtuar, ose disa pjesë të tij nuk mund të lexohen. Hapeni, ruajeni sërish dhe ngarkojeni edhe një herë.
extraction-too_large = Skedari është tepër i madh ose tepër i ndërlikuar që teksti i tij të lexohet i tëri. Kërkimi mund të mos e gjejë atë që shkruhet në të.
