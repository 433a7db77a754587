links-choose = Zgjidh kriteret
links-change = Ndrysho lidhjet
links-change-hint = Lidhja që ndryshoni ruhet siç ishte dhe pasohet nga e reja. Shënoni lidhjet që doni t’i hiqni.
links-tick = Shëno
links-unlink-ticked = Hiq lidhjet e shënuara
links-place-hint = Faqja, paragrafi ose pika, për shembull f. 12, § 4.
problem-links-meanwhile = Dikush i ndryshoi këto lidhje ndërkohë. Asgjë nuk u ruajt; shihini si janë tani.
audit-link-changed = u ndryshua lidhje
