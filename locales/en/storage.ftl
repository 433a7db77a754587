error-full = No space is left
error-full-help = Nothing of what you sent was kept. Tell whoever runs this program that its storage is full, and try again later.
error-file-missing = The content of this file is missing
error-file-missing-help = The file is registered, but its content is not in the storage. Tell whoever runs this program: they can find out what is missing and restore it from a backup.
audit-files-swept = unused files swept
