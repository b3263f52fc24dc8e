### إظهار بيان
reveal-long = ما المدة؟
reveal-seconds =
    { $n ->
        [zero] { $n } ثانية
        [one] ثانية واحدة
        [two] ثانيتان
        [few] { $n } ثوانٍ
        [many] { $n } ثانية
       *[other] { $n } ثانية
    }
reveal-minutes =
    { $n ->
        [zero] { $n } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $n } دقائق
        [many] { $n } دقيقة
       *[other] { $n } دقيقة
    }
chip-clock = { $n } ث
chip-again = أُخفي مجددًا

### الكتابة
send-wait = إرسال وانتظار العميل
send-close = إرسال وإغلاق
draft-saved = حُفظت المسودة { $time }
draft-save = حفظ المسودة
draft-failed = لم تُحفظ. يبقى النص هنا.
hide-all =
    { $n ->
        [zero] إخفاء الكل
        [one] إخفاء الكل (بيان واحد ظاهر)
        [two] إخفاء الكل (بيانان ظاهران)
        [few] إخفاء الكل ({ $n } بيانات ظاهرة)
        [many] إخفاء الكل ({ $n } بيانًا ظاهرًا)
       *[other] إخفاء الكل ({ $n } بيان ظاهر)
    }
hint-sealed =
    { $n ->
        [zero] قبل الإرسال: لا بيانات ستُحجب في النص
        [one] قبل الإرسال: سيُحجب بيان واحد في النص
        [two] قبل الإرسال: سيُحجب بيانان في النص
        [few] قبل الإرسال: ستُحجب { $n } بيانات في النص
        [many] قبل الإرسال: سيُحجب { $n } بيانًا في النص
       *[other] قبل الإرسال: سيُحجب { $n } بيان في النص
    }
sent-held = أُرسل الرد، ويصل إلى العميل بعد لحظات.
overtaken-ask = أرسل أحد الزملاء ردًّا أثناء الكتابة.
overtaken-read = قراءته أولًا
overtaken-send = إرسال ردّي أيضًا
error-replied-meanwhile = أرسل أحد الزملاء ردًّا أثناء الكتابة. لم يُرسل شيء، والنص محفوظ.
error-sent-already = أُرسل هذا من قبل ووصل إلى العميل.

### النصوص الجاهزة
seal-link = حجب نص
seal-heading = حجب بيان خاص
seal-lede = لما لم يُحجب من تلقاء نفسه. حدِّده في الرسالة أولًا، أو اكتبه هنا كما ورد تمامًا.
seal-words = ما يُحجب
seal-words-hint = يُحجب في كل موضع يرد فيه من هذه الرسالة، ولا فرق بين الأحرف اللاتينية الكبيرة والصغيرة.
seal-kind = نوع البيان
seal-why = السبب
seal-missed = بيان خاص لم يُحجب
seal-third-party = يخص شخصًا آخر
seal-asked = طلب العميل ذلك
seal-for-good = لا رجوع عن هذا: لا تعود الكلمات إلى النص.
seal-effects = تبقى محجوبة كسائر البيانات. ويرى العميل في طلبه أنها حُجبت، ولا تُوجد التذكرة بها بعد ذلك. ويُسجَّل أنها حُجبت وسبب ذلك.
seal-go = حجب نهائي
error-seal-length = اكتب من 2 إلى 500 حرف كما وردت في الرسالة تمامًا.
error-seal-reason = اختر السبب.
error-seal-not-there = لا يرد هذا في الرسالة، أو هو محجوب من قبل. انسخه من الرسالة وحاول من جديد.
macro = نص جاهز
macro-insert = إدراج
macro-due-soon = في أقرب وقت ممكن
effects-besides = وإلى جانب ذلك:
effects-legend = مع هذا الرد، من النص الجاهز
effects-heading = ما يفعله بالتذكرة إلى جانب النص
effects-hint = يحدث مع الرد دفعة واحدة. يرى الموظف كل تغيير قبل الإرسال ويمكنه تركه، ومن يتراجع عن الرد يتراجع عنه أيضًا.
effects-leave = من دون تغيير
effects-days = عدد الأيام حتى تعود (حين تنتظر)
effects-tag = إضافة الوسم { $tag }
effect-open = مفتوحة
effect-waits =
    { $n ->
        [zero] لا تنتظر
        [one] تنتظر يومًا واحدًا
        [two] تنتظر يومين
        [few] تنتظر { $n } أيام
        [many] تنتظر { $n } يومًا
       *[other] تنتظر { $n } يوم
    }
effect-priority = الأولوية: { $priority }
error-wake-days = يُحدَّد عدد أيام الانتظار من 1 إلى 366، وفقط حين تنتظر التذكرة.
macros-none = لا نصوص جاهزة بعد. يكتبها المديرون في صفحة «النصوص الجاهزة».
manage-macros = النصوص الجاهزة
manage-macros-does = نصوص يدرجها الموظفون في ردودهم.
macros-heading = النصوص الجاهزة
macros-lede = نصوص يدرجها الموظفون في ردودهم ولا تخص أحدًا. وتُملأ هذه الكلمات تلقائيًّا:
macro-new = نص جديد
macro-change = تعديل النص
macro-name-en = الاسم (بالإنجليزية)
macro-name-ar = الاسم (بالعربية)
macro-body-en = النص (بالإنجليزية)
macro-body-ar = النص (بالعربية)
macro-save = حفظ النص
macro-delete = حذف
macro-delete-sure = لن يستطيع أحد إدراجه بعد ذلك. ويبقى ما أُرسل به.
error-unknown-variable = بين الأقواس كلمة لا يمكن ملؤها تلقائيًّا.
error-holds-details = في هذا النص بيان خاص، وسيرسله الجميع. يلزم حذفه منه.

### أثناء فتح الصفحة
live-lost = انقطع الاتصال. يظهر الجديد عند عودته.
news-messages =
    { $n ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة واحدة
        [two] رسالتان جديدتان
        [few] { $n } رسائل جديدة
        [many] { $n } رسالة جديدة
       *[other] { $n } رسالة جديدة
    }
present-looking = { $name }: يعرض هذه التذكرة الآن
present-writing = { $name }: يكتب ردًّا الآن

### المفاتيح
keys-heading = كل المفاتيح
keys-menu = قائمة الأوامر
close-dialog = إغلاق
menu-filter = الكتابة لتضييق القائمة
menu-none = لا شيء يطابق.
keys-next = التالي
keys-previous = السابق
keys-open = فتح
keys-select = تحديد الصف
keys-back = الرجوع إلى القائمة
keys-reply = رد
keys-note = ملاحظة داخلية
keys-take = استلام التذكرة
keys-status = الحالة
keys-tags = الوسوم
keys-priority = الأولوية
keys-chip = البيان المحجوب التالي
keys-hide = إخفاء كل ما هو ظاهر
keys-macros = النصوص الجاهزة
keys-search = بحث
keys-send = إرسال
keys-undo = تراجع
keys-all = كل المفاتيح
keys-on = اختصارات الحرف الواحد مفعّلة.
keys-off = اختصارات الحرف الواحد متوقفة.
keys-switch = تغيير ذلك
keys-turn-on = تفعيل
keys-turn-off = إيقاف
