error-full = Nema više mesta
error-full-help = Ništa od onoga što ste poslali nije sačuvano. Javite onome ko održava program da je prostor za čuvanje pun, pa pokušajte ponovo kasnije.
error-file-missing = Sadržaj ove datoteke nedostaje
error-file-missing-help = Datoteka je zavedena, ali njen sadržaj nije u prostoru za čuvanje. Javite onome ko održava program: može da utvrdi šta nedostaje i da to vrati iz rezervne kopije.
audit-files-swept = nekorišćene datoteke obrisane
