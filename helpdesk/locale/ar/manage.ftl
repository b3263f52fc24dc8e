### إدارة المكتب: الأشخاص والفِرَق وحجم العمل

nav-manage = الإدارة
manage-heading = الإدارة
manage-lede-manager = الأشخاص وحجم العمل وحال المكتب. ولا يظهر هنا أي كلمة من تذكرة.
manage-lede-admin = من يعمل هنا وكيف يدخلون. ولا يظهر هنا أي كلمة من تذكرة.
nav-results-does = مدى رضا العملاء، مع حجب المجموعات الصغيرة.
nav-notices-does = إبلاغ العملاء بعطل أو صيانة أو تغيير.
manage-people = الأشخاص
manage-people-does = من يعمل هنا: الدعوة والدور والفريق وإنهاء الدخول والإيقاف.
manage-teams = الفِرَق
manage-teams-does = فِرَق السياسة ومن فيها.
manage-categories = المواضيع
manage-categories-does = ما يسأل عنه كل موضوع، ومن يقرؤه، وكم يُحفظ.
manage-workload = حجم العمل
manage-workload-does = ما يجب إنجازه اليوم بحسب الفريق والساعة.
manage-privacy = مقياس الخصوصية
manage-privacy-does = كم حُجب، وما أقل ما احتاج إليه أحد منه.

### الأشخاص
people-lede-manager = لك دعوة موظفي الدعم وتغيير أحوالهم. ولمسؤولي النظام ذلك مع الجميع.
people-lede-admin = لك دعوة الجميع وتغيير أحوالهم ما عداك.
people-invite = دعوة شخص
people-invite-lede = تصله رسالة فيها رابط لاختيار كلمة مرور. يعمل الرابط ثلاثة أيام ولمرة واحدة.
people-name-hint = يقرؤه الزملاء، أما العملاء فيقرؤون اسم الفريق فقط. ويمكن لصاحبه تغييره.
people-locale = لغة الرسائل إليه
people-send = إرسال الدعوة
people-send-again = إرسال الدعوة مرة أخرى
people-role = الدور
people-team = الفريق
people-team-hint = يرى موظفو الفريق قائمته أولًا. ومن لا فريق له يخدم كل الفِرَق.
people-all-teams = كل الفِرَق
people-no-team = بلا فريق
people-state = الحالة
people-state-active = نشط
people-state-invited = مدعوّ
people-state-deactivated = موقوف
people-active-on = آخر يوم نشاط
people-never = لم يدخل
people-self = أنت
people-empty = لا أحد غيرك هنا بعد. ادعُ أول موظف دعم.
people-last-active = آخر نشاط في { $day }.
people-never-active = لم يدخل قط.
people-sessions =
    { $n ->
        [zero] لا دخول الآن في أي متصفح.
        [one] الدخول الآن في متصفح واحد.
        [two] الدخول الآن في متصفحين.
        [few] الدخول الآن في { $n } متصفحات.
        [many] الدخول الآن في { $n } متصفحًا.
       *[other] الدخول الآن في { $n } متصفح.
    }
people-end-sessions = إنهاء الدخول في كل مكان
people-appoint = الدور والفريق
people-appoint-note = عند تغيير الدور ينتهي دخول الشخص ويدخل من جديد. ومن لم يعد موظف دعم تعود تذاكره المفتوحة إلى القائمة.
people-own = هذا حسابك. دورك يغيّره مسؤول نظام آخر.
people-not-yours = أصحاب هذا الدور يغيّر أحوالهم مسؤولو النظام.
people-let-go = إيقاف الحساب
people-let-go-question = إيقاف حساب { $name }؟
people-let-go-what = ينتهي الدخول في كل مكان، وتنتهي رموز البرامج، ويُحجب فورًا كل بيان ظاهر له. ويبقى ما كتبه. ويمكن إعادته لاحقًا.
people-let-go-go = إيقاف الحساب الآن
people-tickets =
    { $n ->
        [zero] ليست لديه أي تذكرة مفتوحة.
        [one] لديه تذكرة مفتوحة واحدة.
        [two] لديه تذكرتان مفتوحتان.
        [few] لديه { $n } تذاكر مفتوحة.
        [many] لديه { $n } تذكرة مفتوحة.
       *[other] لديه { $n } تذكرة مفتوحة.
    }
people-heir = لمن تذهب التذاكر المفتوحة؟
people-heir-hint = التذكرة التي لا يحق لهذا الزميل قراءتها تعود إلى القائمة.
people-heir-queue = إلى القائمة
people-take-back = إعادة الحساب
people-take-back-note = تصله رسالة فيها رابط لاختيار كلمة مرور جديدة. وإن كان لديه عامل ثانٍ فسيظل مطلوبًا.
people-done-invited = الدعوة في الطريق.
people-done-saved = حُفظ.
people-done-signed-out = انتهى الدخول في كل مكان.
people-done-gone = أُوقف الحساب، وانتقلت التذاكر المفتوحة.
people-done-back = أُعيد الحساب. وفي الطريق رسالة فيها رابط لاختيار كلمة مرور.
error-unknown-role = اختر أحد الأدوار.

### الفِرَق والمواضيع
teams-lede = أسماء الفِرَق في ملف السياسة. أما من في كل فريق فيُحدَّد لكل شخص.
teams-nobody = لا أحد بعد.
categories-lede = ما تقوله السياسة { $version } عن كل موضوع. ومنها تُصنع النماذج وما يُعرض والمُدد وبيان الخصوصية.
policy-file-own = هذا كله في ملف السياسة { $file }. ولتغييره يُعدَّل الملف، ثم يُفحص بالأمر { $check }، ثم يُعاد التشغيل.
policy-file-shipped = هذا كله في السياسة المرفقة { $file }. ولتغييره تُعدَّل نسخة منها، ثم تُفحص بالأمر { $check }، ثم تُسمّى في { $setting }، ثم يُعاد التشغيل.
categories-asks = يسأل عن
categories-reads = من يقرأ النص
categories-reads-desk = كل موظف دعم، من دون البيانات المحجوبة
categories-reads-team = موظفو { $team }، من دون البيانات المحجوبة
categories-reads-assignee = موظفو { $team } إلى أن يستلمها أحدهم، ثم هو وحده؛ من دون البيانات المحجوبة
categories-at-once = ما يراه المسؤول عن التذكرة فورًا

### حجم العمل
workload-lede = اليوم، منذ منتصف الليل بالتوقيت العالمي.
workload-open = المفتوحة
workload-new = الجديدة اليوم
workload-unassigned = غير المستلمة
workload-due = قريبة الموعد
workload-late = المتأخرة
workload-late-n = { $n } متأخرة
workload-late-none = لا متأخرة.
workload-first-reply = أول رد (الوسيط)
workload-no-reply = لا رد بعد
workload-by-team = بحسب الفريق
workload-by-hour = التذاكر الجديدة بحسب الساعة (UTC)
workload-hour = الساعة
workload-bar = على شكل شريط
workload-none = لا تذكرة جديدة اليوم.
workload-no-person = لا يُعدّ هنا أحد باسمه. ويجد كل موظف أرقامه في صفحة حسابه.
own-load = أرقامي
own-load-lede = لا يراها غيرك. المغلقة والردود هي ما كان في آخر سبعة أيام.
own-load-open = التذاكر المفتوحة
own-load-closed = المغلقة
own-load-replies = الردود

### مقياس الخصوصية
gauge-lede = آخر سبعة أيام: ما حُجب، وما أقل ما احتاج أحد إلى رؤيته.
gauge-never-shown = لم يظهر لأحد قط
gauge-of-hidden =
    { $n ->
        [zero] من 0 بيان محجوب
        [one] من بيان محجوب واحد
        [two] من بيانين محجوبين
        [few] من { $n } بيانات محجوبة
        [many] من { $n } بيانًا محجوبًا
       *[other] من { $n } بيان محجوب
    }
gauge-per-100 = مرات الإظهار لكل 100 طلب
gauge-before = { $n } في الأسبوع السابق
gauge-refused = طُلب ورُفض
gauge-too-few = أقل من أن يُقال دون أن يدل على شخص.
gauge-openings = ما أُظهر لغرض
gauge-purpose = الغرض
gauge-times = المرات
gauge-withheld = أقل من 5، أو حُجب كي تبقى هذه مجهولة
gauge-all = المجموع
gauge-none = لم يُظهر أي بيان هذا الأسبوع.
gauge-counts-only = أعداد فقط: لا تذكرة ولا عميل ولا موظف. ويراجع مسؤول الخصوصية كل إظهار.
manage-service-times = أوقات الخدمة
manage-service-times-does = ساعات العمل والمُهل وما تأخر منها.
manage-tags = الوسوم
manage-tags-does = الكلمات التي تُصنَّف بها التذاكر.
manage-filters = التصفيات المشتركة
manage-filters-does = قوائم يجدها كل من في مكتب الدعم بين قوائمه.
