scan-on = Files are checked for viruses.
scan-off = No virus scanner is set up: files are not checked.
scan-infected = “{ $file }” is refused: the virus scanner found { $found } in it. Nothing of it was kept. Check the device it comes from, get the file again from a clean source, and tell whoever looks after your computers.
scan-too-large = “{ $file }” is refused: it is larger than what the virus scanner examines. Nothing of it was kept. Make it smaller or split it. Whoever runs this program can raise StreamMaxLength of clamd (and MaxFileSize, MaxScanSize) or lower the upload limit.
scan-silent = “{ $file }” could not be checked for viruses: the scanner does not answer. Nothing of it was kept. Try again in a few minutes; if it happens again, tell whoever runs this program.
error-unsafe = This file is refused
error-unscanned = Files cannot be checked at the moment
audit-file-refused = file with a virus refused
