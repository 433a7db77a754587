extraction-empty = The file is empty: it has 0 bytes.
extraction-password_protected = The file is protected by a password, so nobody can read it without that. Upload it again without the password.
extraction-no_text = The file has pages but no text: it is probably a scan. The search finds it only by its title and notes.
extraction-ending_differs = The ending of the file name does not match what the file is.
extraction-damaged = The file is damaged, or parts of it cannot be read. Open it, save it again and upload it once more.
extraction-too_large = The file is too large or too complex for its text to be read as a whole. The search may not find what stands in it.
