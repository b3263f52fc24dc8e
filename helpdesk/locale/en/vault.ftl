# The vault: what cannot be opened.
error-value-damaged = This detail is damaged and cannot be opened. Nothing else is affected; please tell whoever runs this desk.
kind-damaged = Damaged text
