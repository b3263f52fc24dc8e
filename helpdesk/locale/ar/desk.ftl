### الدخول
sign-in = تسجيل الدخول
sign-in-heading = الدخول إلى مكتب الدعم
sign-out = تسجيل الخروج
email = البريد الإلكتروني
password = كلمة المرور
setup-heading = اختيار كلمة المرور
new-password = كلمة المرور الجديدة
password-hint = 12 حرفًا على الأقل. الجملة أسهل في التذكر من اللغز.
password-again = إعادة كتابتها
save-password = حفظ والانتقال إلى الدخول
account-heading = حسابي
role-agent = موظف دعم
role-manager = مدير
role-officer = مسؤول الخصوصية
role-admin = مسؤول النظام
role-agent-does = يعمل موظفو الدعم على التذاكر: يقرؤون نصًا محجوب البيانات، ويُظهرون بيانًا في تذكرتهم لغرض ولمدة.
role-manager-does = يقرأ المديرون نتائج الرضا ولا يرون أي نص من التذاكر.
role-officer-does = يراجع مسؤولو الخصوصية ما أُظهر من بيانات، ويجيبون كشخص ثانٍ، ويقرؤون سجل المعالجة. ولا يقرؤون تذكرة إلا إذا أدخلهم إليها شخص ثانٍ.
role-admin-does = يُعدّ مسؤولو النظام المكتب ويشغّلونه من سطر الأوامر، ولا يرون نص التذاكر.

### القوائم
queues = القوائم
queue-unassigned = غير مستلمة
queue-mine = قائمتي
queue-team = فريقي
queue-all = كل المفتوحة
queue-empty-unassigned = لا شيء في الانتظار.
queue-empty-mine = لا تذاكر لديك هنا.
queue-empty-team = لا تذاكر لفريقك هنا.
queue-empty-all = لا تذاكر هنا.
queue-empty-advice = تظهر التذاكر الجديدة هنا عندما يكتب العملاء عبر البوابة.
nobody-yet = لا أحد بعد
older-tickets = تذاكر أقدم
to-the-newest = إلى الأحدث
key-rows = الصفوف
key-open = فتح
key-take = استلام
key-chip = بيان محجوب
key-hide = إخفاء الكل
key-back = رجوع

### التذكرة
ticket = التذكرة
about-ticket = عن هذه التذكرة
customer = العميل
assignee = المكلّف
team = الفريق
category = الفئة
opened = فُتحت
assign-me = استلام التذكرة
take-over = تولّي التذكرة
hand-over-to = تسليمها إلى
hand-over = تسليم
back-to-queue = لا أحد (إعادتها إلى القائمة)
close-ticket = إغلاق
close-why = ما سبب الإغلاق؟
close-effects = يُخفى مجددًا ما كان ظاهرًا، وتُتلف كلمات المرور والمفاتيح. وإن حُلّ الطلب يُسأل العميل سؤالًا واحدًا.
reopen-ticket = إعادة الفتح
closed-note = هذه التذكرة مغلقة. تلزم إعادة فتحها للكتابة.
unscanned = تعذّر فحص نص في هذه التذكرة، لذلك حُجب كله. ويمكن إظهاره مثل أي بيان محجوب.
details-mine = يظهر لك ما تحتاج إليه هذه الحالة ما دامت التذكرة لديك. وكل ما عداه يُظهر لغرض.
details-sealed = تبقى بيانات التواصل محجوبة عن الجميع عدا المكلّف.
ledger-nobody-staff = لم يطّلع أحد على أي بيان محجوب في هذه التذكرة.
ledger-note-staff = يرى العميل القائمة نفسها باسم الفريق. الأوقات بالتوقيت العالمي UTC.
write-as = نوع الكتابة
reply = رد
note = ملاحظة داخلية
your-text = النص
note-label = ملاحظة داخلية: لا يراها العميل أبدًا
reply-told = يُبلَّغ العميل بالبريد بوجود رد، من دون نصه
composer-hint = تُحجب أيضًا البيانات الخاصة التي تُكتب هنا.
send-reply = إرسال الرد
save-note = حفظ الملاحظة الداخلية
reveal-heading = إظهار: { $kind }؟
reveal-scope = هذه القيمة وحدها، ولك وحدك، وللمدة المختارة فقط.
reveal-why = ما الغرض؟
reveal-reason = بكلماتك (لازم مع «غرض آخر»، ويقرؤه العميل)
reveal-told = سيقرأ العميل:
reveal-go = إظهار

### النتائج
results-heading = نتائج الاستبيان
results-from = من
results-to = إلى
results-by = بحسب
by-period = الأسبوع
by-category = الفئة
by-team = الفريق
by-agent = الموظف
by-locale = اللغة
by-heading-period = بحسب الأسبوع
by-heading-category = بحسب الفئة
by-heading-team = بحسب الفريق
by-heading-agent = بحسب الموظف
by-heading-locale = بحسب اللغة
tile-satisfied = الراضون
tile-mean = المتوسط
tile-response = نسبة الإجابة
tile-response-note = الإجابات إلى الدعوات
of-five = من 5
answers = الإجابات
answers-count =
    { $n ->
        [zero] لا إجابات
        [one] إجابة واحدة
        [two] إجابتان
        [few] { $n } إجابات
        [many] { $n } إجابة
       *[other] { $n } إجابة
    }
unknown = غير معروف
hidden = مخفي
hidden-small = أقل من 5 إجابات
hidden-secondary = أُخفيت كي تبقى مجموعة أخرى مجهولة
few-answers = أقل من 5 إجابات في هذه المدة.
no-answers = لا إجابات في هذه المدة.
no-answers-advice = تُختار مدة أطول. تظهر الأرقام ابتداءً من 5 إجابات.
chart-heading = الرضا بحسب الأسبوع
chart-note = نسبة الإجابات 4 و5 من 5. الجزء المنقَّط أسابيع إجاباتها أقل من 5، فلا تُعرض.
chart-direction = أحدث أسبوع على اليسار.
chart-title = الرضا بحسب الأسبوع
chart-description = نسبة الإجابات الراضية في كل أسبوع، وفي الجدول أدناه الأرقام نفسها.
suppression-note = تُخفى كل مجموعة إجاباتها أقل من 5. وعند إخفاء مجموعة تُخفى معها الأصغر بعدها، كي لا تُستنتج من المجموع.
one-to-five = من 1 إلى 5
ratings-spoken = الدرجات من 1 إلى 5: { $one }، { $two }، { $three }، { $four }، { $five }

### الاستبيان
survey-heading = كيف كانت خدمتنا؟
survey-question = ما مدى رضاك عن المساعدة التي تلقيتها؟
rating-1 = سيئ جدًّا
rating-2 = سيئ
rating-3 = مقبول
rating-4 = جيد
rating-5 = جيد جدًّا
survey-chosen = اخترتَ { $rating } في الرسالة. لم تُسجَّل بعد.
survey-comment = إضافة تعليق (اختياري)
survey-comment-hint = يُرجى عدم كتابة بيانات خاصة، ونحن نحجبها على أي حال قبل أن يقرأها أحد.
survey-send = إرسال إجابتي
survey-error-choose = تُختار إجابة من 1 إلى 5.
survey-error-long = التعليق أطول من 1000 حرف. يُرجى اختصاره.
survey-stop-link = لا أريد رسائل الاستبيان
survey-thanks = شكرًا لك
survey-thanks-note = تنتظر إجابتك مختومة حتى تجتمع خمس إجابات على الأقل، ثم تُحسب معها من دون اسمك ومن دون رقم طلبك، ولا يستطيع أحد بعدها أن يعرف أيها إجابتك.
survey-closed = هذا السؤال مغلق
survey-closed-note = في الرابط خطأ، أو انتهت مدته، أو حُسبت الإجابة من قبل. شكرًا على اهتمامك.
survey-ended-note = أُغلق هذا السؤال في { $day }. شكرًا على اهتمامك.
survey-stop = إيقاف رسائل الاستبيان؟
survey-stop-note = لا يتغيّر شيء آخر: تصلك الرسائل عن طلباتك كما هي.
survey-stop-go = إيقافها
survey-stopped = أُوقفت
survey-stopped-note = لن تصلك رسائل استبيان بعد الآن، ولا يتغيّر شيء آخر.

### بريد العرض التجريبي
dev-mail = بريد هذا العرض
dev-mail-note = كل ما أرسله العرض التجريبي، محفوظ في الذاكرة وحدها. لا توجد صفحة كهذه في التشغيل الحقيقي.
dev-mail-empty = لا بريد بعد.
dev-mail-to = إلى
dev-mail-subject = الموضوع
dev-mail-at = أُرسلت
dev-mail-html = بصيغة HTML
dev-mail-text = نصًا عاديًا
dev-mail-headers = الترويسات
