# The vault: what cannot be opened.
error-value-damaged = This detail is damaged and cannot be opened. Nothing else is affected; please tell whoever runs this desk.
text-damaged = This text is damaged and cannot be shown. Nothing else is affected; please tell whoever runs this desk.
