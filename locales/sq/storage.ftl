error-full = Nuk ka më vend
error-full-help = Asgjë nga ajo që dërguat nuk u ruajt. Njoftoni atë që e mirëmban programin se hapësira e ruajtjes është plot dhe provoni përsëri më vonë.
error-file-missing = Përmbajtja e këtij skedari mungon
error-file-missing-help = Skedari është i regjistruar, por përmbajtja e tij nuk gjendet në hapësirën e ruajtjes. Njoftoni atë që e mirëmban programin: mund ta gjejë çfarë mungon dhe ta rikthejë nga kopja rezervë.
audit-files-swept = skedarët e papërdorur u fshinë
