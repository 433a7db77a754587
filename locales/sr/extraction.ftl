extraction-empty = Datoteka je prazna: ima 0 bajtova.
extraction-password_protected = Datoteka je zaštićena lozinkom, pa je bez nje niko ne može pročitati. Otpremite je ponovo bez lozinke.
extraction-no_text = Datoteka ima stranice, ali nema teksta: verovatno je skenirana. Pretraga je nalazi samo po naslovu i beleškama.
extraction-ending_differs = Nastavak imena datoteke ne odgovara onome što datoteka zaista jeste.
extraction-damaged = Datoteka je oštećena ili se neki njeni delovi ne mogu pročitati. Otvorite je, sačuvajte ponovo i otpremite još jednom.
extraction-too_large = Datoteka je prevelika ili previše složena da bi joj se tekst pročitao u celini. Pretraga možda neće naći ono što u njoj piše.
