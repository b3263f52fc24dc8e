# The vault: what cannot be opened.
error-value-damaged = هذا البيان تالف ولا يمكن فتحه. لم يتأثر شيء سواه، ونرجو إبلاغ المسؤول عن تشغيل هذا المكتب.
kind-damaged = نص تالف
