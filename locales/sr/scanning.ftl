scan-on = Datoteke se proveravaju na viruse.
scan-off = Skener virusa nije podešen: datoteke se ne proveravaju.
scan-infected = Datoteka „{ $file }” je odbijena: skener virusa je u njoj pronašao { $found }. Ništa od nje nije sačuvano. Proverite uređaj s kog potiče, nabavite datoteku ponovo iz čistog izvora i obavestite onoga ko održava vaše računare.
scan-too-large = Datoteka „{ $file }” je odbijena: veća je od onoga što skener virusa ispituje. Ništa od nje nije sačuvano. Smanjite je ili podelite. Onaj ko održava program može da poveća StreamMaxLength za clamd (i MaxFileSize, MaxScanSize) ili da smanji ograničenje otpremanja.
scan-silent = Datoteka „{ $file }” nije mogla da se proveri na viruse: skener ne odgovara. Ništa od nje nije sačuvano. Pokušajte ponovo za nekoliko minuta; ako se ponovi, javite onome ko održava program.
error-unsafe = Ova datoteka je odbijena
error-unscanned = Datoteke trenutno ne mogu da se provere
audit-file-refused = odbijena datoteka sa virusom
