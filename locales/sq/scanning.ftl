scan-on = Skedarët kontrollohen për viruse.
scan-off = Nuk është vendosur asnjë skaner virusesh: skedarët nuk kontrollohen.
scan-infected = „{ $file }” refuzohet: skaneri i viruseve gjeti { $found } në të. Asgjë prej tij nuk u ruajt. Kontrolloni pajisjen nga e cila vjen, merreni skedarin përsëri nga një burim i pastër dhe njoftoni atë që kujdeset për kompjuterët tuaj.
scan-too-large = „{ $file }” refuzohet: është më i madh se sa shqyrton skaneri i viruseve. Asgjë prej tij nuk u ruajt. Zvogëlojeni ose ndajeni. Ai që e mirëmban programin mund të rrisë StreamMaxLength të clamd (dhe MaxFileSize, MaxScanSize) ose të ulë kufirin e ngarkimit.
scan-silent = „{ $file }” nuk mund të kontrollohej për viruse: skaneri nuk përgjigjet. Asgjë prej tij nuk u ruajt. Provoni përsëri pas pak minutash; nëse përsëritet, njoftoni atë që e mirëmban programin.
error-unsafe = Ky skedar refuzohet
error-unscanned = Skedarët nuk mund të kontrollohen tani
audit-file-refused = u refuzua një skedar me virus
