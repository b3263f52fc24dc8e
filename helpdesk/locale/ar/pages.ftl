### الإطار
brand = الدعم
brand-desk = مكتب الدعم
skip-to-content = الانتقال إلى المحتوى
nav-main = الرئيسية
nav-new-request = طلب جديد
nav-terms = الشروط
nav-contact = التواصل
nav-staff = الموظفون
nav-results = النتائج
language-other = English
language = اللغة
language-en = الإنجليزية
language-ar = العربية
to-start = إلى البداية
cancel = إلغاء
apply = عرض
error-prefix = خطأ:
errors-heading = توجد مشكلة

### البوابة
portal-title = كيف يمكننا المساعدة؟
portal-lede = اختر موضوعًا. لا نطلب إلا ما يلزمه، وتُحجب البيانات الخاصة في كلماتك قبل أن يقرأها أحد.
portal-asks = يُطلب فيه:
promise-hidden = تُحجب البيانات الخاصة قبل تخزين أي شيء.
promise-ledger = يمكنك دائمًا معرفة من اطّلع على أي من بياناتك، ومتى ولماذا.
promise-no-account = لا حساب ولا كلمة مرور: يكفي رابط خاص.
back-to-topics = العودة إلى المواضيع
new-heading = ما الذي حدث؟
new-lede = اكتب بحرية. تُحجب البيانات الخاصة قبل أن يقرأها أحد.
optional = (اختياري)
field-subject = الموضوع
field-subject-why = في بضع كلمات.
field-body = ما الذي حدث؟
field-body-why = بالطريقة الأسهل لك، ويظهر بجانبه ما سيُحجب.
before-sending = قبل الإرسال
accept-terms = أوافق على شروط الاستخدام (الإصدار { $version }).
read-terms = قراءتها
send-request = إرسال
preview-heading = ما سيراه فريقنا
preview-lede = هذه رسالتك بعد الحجب، ولم تُخزَّن بعد.
preview-empty = ابدأ الكتابة، وستظهر هنا البيانات الخاصة مثل أرقام الهاتف أو البطاقات محجوبة.
preview-count =
    { $n ->
        [0] لم نجد بيانات خاصة.
        [zero] لم نجد بيانات خاصة.
        [one] سيُحجب بيان واحد.
        [two] سيُحجب بيانان.
        [few] ستُحجب { $n } بيانات.
        [many] سيُحجب { $n } بيانًا.
       *[other] سيُحجب { $n } بيان.
    }
not-private = ليس خاصًّا
not-private-means = سيقرؤه فريقنا كما كتبته.
stays-readable = يبقى مقروءًا
hide-too = احجبوا هذا أيضًا
hide-too-why = كلمات من رسالتك لم ننتبه إليها، كل منها في سطر. ويُحفظ ما تقرره هنا بوصفه قرارك.
hide-selected = حجب الكلمات المحددة
preview-who = من يمكنه رؤية البيانات المحجوبة؟
preview-who-answer = الموظف الذي يتولى طلبك وحده، لغرض معلن ولمدة قصيرة. ويُسجَّل ذلك أولًا، ويمكنك قراءته في صفحة طلبك.
sent-heading = أُرسل طلبك
sent-reference = الرقم المرجعي:
sent-link = لطلبك صفحة خاصة لا يفتحها إلا من لديه رابطها:
open-request = فتح طلبي
sent-keep = يُرجى عدم مشاركة الرابط. وهو أيضًا في الرسالة التي نرسلها إليك. وعند إرسال عدة طلبات خلال ساعة قد لا تصل رسالة إلا عن أولها، فيُرجى الاحتفاظ بكل رابط.
sent-twice = أُرسل هذا النموذج من قبل، فلم نكرر شيئًا. رابط طلبك في الرسالة التي أرسلناها إليك. وإن لم تصل رسالة فطلباتك كلها تظهر بعد تسجيل الدخول ببريدك الإلكتروني.
sent-mail = نرسل إليك الرقم والرابط وحدهما، من دون كلماتك.
terms-heading = شروط الاستخدام
terms-version = الإصدار { $version }

### صفحة صاحب الطلب
request-title = الطلب { $reference }
request-as-team-sees = هكذا يقرأ فريقنا طلبك: تبقى البيانات المحجوبة محجوبة.
thread = الرسائل
you = أنت
write-answer = كتابة رد
answer-hint = تُحجب البيانات الخاصة فيه قبل أن يقرأه أحد.
send-answer = إرسال الرد
request-closed = هذا الطلب مغلق. إن بقي شيء فيُرجى فتح طلب جديد.
text-kept = لم يُرسل ما كتبته. هذا نصه كي يمكن نسخه.
who-saw = من اطّلع على ماذا
ledger-nobody = لم يطّلع أحد على أي من بياناتك المحجوبة.
ledger-assigned = يتولى { $team } الطلب ويرى: { $kind }
ledger-seen = اطّلع { $team } على: { $detail }
ledger-purpose = الغرض: { $purpose }
ledger-running = ما زال مفتوحًا
ledger-note = يُسجَّل كل اطّلاع قبل إظهار البيان. الأوقات بالتوقيت العالمي UTC.
your-link = رابطك الخاص
your-link-note = كل من لديه عنوان هذه الصفحة يمكنه قراءتها والرد فيها. يُرجى عدم مشاركته.
purpose-assigned = معالجة الطلب

### الحالة
status = الحالة
status-open = مفتوح
status-closed = مغلق
reason-solved = حُلّ
reason-spam = رسالة مزعجة
reason-duplicate = مكرر
reason-inactive = لا رد من العميل

### البيانات المحجوبة
chip-sealed = ، محجوب
chip-erased = مُحي
chip-shown = { $kind }، ظاهر
chip-until = حتى { $time }
chip-hide = إخفاء الآن
kind-email = البريد
kind-phone = الهاتف
kind-card = البطاقة
kind-iban = آيبان
kind-bank-account = الحساب البنكي
kind-ip = عنوان IP
kind-mac = عنوان MAC
kind-password = كلمة المرور
kind-token = مفتاح الوصول
kind-private-key = المفتاح الخاص
kind-jwt = الرمز المميز
kind-connection-string = عنوان فيه كلمة مرور
kind-code = الرمز
kind-national-id = رقم الهوية
kind-passport = جواز السفر
kind-birth-date = تاريخ الميلاد
kind-name = الاسم
kind-address = العنوان
kind-gps = الموقع
kind-plate = لوحة المركبة
kind-health = الصحة
kind-text = نص خاص
kind-domain = النطاق
kind-invoice = الفاتورة
sealed-count =
    { $n ->
        [0] لا بيانات محجوبة
        [zero] لا بيانات محجوبة
        [one] بيان محجوب واحد
        [two] بيانان محجوبان
        [few] { $n } بيانات محجوبة
        [many] { $n } بيانًا محجوبًا
       *[other] { $n } بيان محجوب
    }
sealed-before =
    { $n ->
        [zero] لم يُحجب شيء هنا
        [one] حُجب بيان واحد قبل أن يقرأ أحد هنا هذه الرسالة
        [two] حُجب بيانان قبل أن يقرأ أحد هنا هذه الرسالة
        [few] حُجبت { $n } بيانات قبل أن يقرأ أحد هنا هذه الرسالة
        [many] حُجب { $n } بيانًا قبل أن يقرأ أحد هنا هذه الرسالة
       *[other] حُجب { $n } بيان قبل أن يقرأ أحد هنا هذه الرسالة
    }
