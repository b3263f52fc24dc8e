# الملفات المرفقة بالرسائل.
files-add = إضافة ملفات
files-hint =
    { $n ->
        [zero] لا تُقبل ملفات
        [one] ملف واحد: صورة (JPEG أو PNG أو WebP أو GIF) أو PDF أو نص عادي
        [two] ملفان على الأكثر: صور (JPEG أو PNG أو WebP أو GIF) أو PDF أو نص عادي
        [few] { $n } ملفات على الأكثر: صور (JPEG أو PNG أو WebP أو GIF) أو PDF أو نص عادي
        [many] { $n } ملفًا على الأكثر: صور (JPEG أو PNG أو WebP أو GIF) أو PDF أو نص عادي
       *[other] { $n } ملف على الأكثر: صور (JPEG أو PNG أو WebP أو GIF) أو PDF أو نص عادي
    }، لا يتجاوز كل منها { $megabytes } ميغابايت. لا نحتفظ بأسمائها، ونزيل منها الموقع وبيانات الكاميرا. اخترها في النهاية لأن الرجوع يُسقطها.
files-hint-staff =
    { $n ->
        [zero] لا تُقبل ملفات.
        [one] صورة واحدة أو PDF أو نص، حتى { $megabytes } ميغابايت؛ لا يُحفظ الاسم ولا يدخل في المسودة.
        [two] ملفان على الأكثر من الصور أو PDF أو النصوص، حتى { $megabytes } ميغابايت لكل منهما؛ لا تُحفظ الأسماء ولا تدخل في المسودة.
        [few] { $n } ملفات على الأكثر من الصور أو PDF أو النصوص، حتى { $megabytes } ميغابايت لكل منها؛ لا تُحفظ الأسماء ولا تدخل في المسودة.
        [many] { $n } ملفًا على الأكثر من الصور أو PDF أو النصوص، حتى { $megabytes } ميغابايت لكل منها؛ لا تُحفظ الأسماء ولا تدخل في المسودة.
       *[other] { $n } ملف على الأكثر من الصور أو PDF أو النصوص، حتى { $megabytes } ميغابايت لكل منها؛ لا تُحفظ الأسماء ولا تدخل في المسودة.
    }
files-later = ويمكن إضافة الملفات هناك.
files-again = يُرجى اختيار ملفاتك من جديد؛ أما نصك فمحفوظ.
files-of-message = ملفات هذه الرسالة
file-label = ملف { $number } · { $kind } · { $size }
file-kind-jpeg = JPEG
file-kind-png = PNG
file-kind-webp = WebP
file-kind-gif = GIF
file-kind-pdf = PDF
file-kind-text = نص
file-kilobytes = { $size } كيلوبايت
file-megabytes = { $size } ميغابايت
file-removed-location = أُزيل منه الموقع وبيانات الكاميرا.
file-removed-details = أُزيلت منه بيانات خفية عن الملف.
file-gone = حُذف لانقضاء مدته.
file-sign-in = الدخول لفتحه
file-hides = محجوب فيه:
file-open-now = مفتوح
kind-file = ملف
kept-attachments = تُمحى الملفات
lawful-why-file = لا تُسلَّم الملفات
error-file-kind = لم يُقبل الملف { $file }. نقبل الصور (JPEG وPNG وWebP وGIF) وPDF والنص العادي أيًّا كان اسم الملف. ولا نقبل صفحات الويب ولا الملفات المضغوطة ولا البرامج.
error-file-large = الملف { $file } أكبر من { $megabytes } ميغابايت. يُرجى تصغيره أو إرسال الجزء المهم منه فقط.
error-file-many =
    { $file ->
        [zero] لا تُقبل ملفات هنا.
        [one] لا يُرفق بالرسالة إلا ملف واحد.
        [two] لا يُرفق بالرسالة أكثر من ملفين.
        [few] لا يُرفق بالرسالة أكثر من { $file } ملفات.
        [many] لا يُرفق بالرسالة أكثر من { $file } ملفًا.
       *[other] لا يُرفق بالرسالة أكثر من { $file } ملف.
    }
error-file-pixels = في الملف { $file } أكثر من { $megapixels } مليون بكسل. يُرجى تصغير الصورة.
error-file-encrypted = الملف { $file } محمي بكلمة مرور فلا يمكننا تنظيفه. يُرجى حفظه من دونها.
error-file-broken = تعذّرت قراءة الملف { $file }: إما أنه تالف أو ليس كما يبدو. يُرجى حفظه من جديد أو إرسال صورة له.
error-file-infected = رُفض الملف { $file } عند فحص البرامج الضارة.
error-file-unchecked = تعذّر فحص الملف { $file } من البرامج الضارة، ولذلك لم يُقبل. يُرجى المحاولة لاحقًا.
error-file-sealed = هذا الملف محجوب. يُفتح أولًا من طلبه لغرض محدد، ويُسجَّل ذلك.
copy-attachments = الملفات
copy-bytes = عدد البايتات
copy-file = مكانه هنا
copy-is-included = في هذه النسخة
copy-is-deleted = حُذف لانقضاء مدته
copy-is-internal = غير مضمَّن لأنه من ملاحظة داخلية ولا يمكن حجب ما فيه من شأن غيرك
copy-is-jpeg = JPEG
copy-is-png = PNG
copy-is-webp = WebP
copy-is-gif = GIF
copy-is-pdf = PDF
copy-format = الصيغة
copy-is-plain-text = نص عادي
