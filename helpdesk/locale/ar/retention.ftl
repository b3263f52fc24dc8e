### Legal holds, and what goes when.

error-hold-scope = حدّد ما يشمله التعليق: شخصًا أو طلبات أو أيامًا.
error-hold-days = هذا اليوم يسبق اليوم الأول.
error-hold-review = اختر يومًا بعد اليوم.
error-hold-day = اختر يومًا مثل 2026-11-25.
error-hold-unknown = لا طلب بأحد هذه الأرقام.
error-hold-nobody = لم يُرسل أحد بهذا العنوان طلبًا.

### مدة حفظ الطلب
kept-heading = مدة حفظ هذا الطلب
kept-held = يُحفظ جزء من هذا الطلب مدة أطول لأن القانون يقضي بذلك. وإلى أن ينتهي ذلك تُقفل كلمات المرور والبيانات التي صُحِّحت، ولا يفتحها أحد من فريق الدعم.
kept-held-staff = تعليق قانوني: لا يُمحى شيء من هذا الطلب حتى رفعه. ما يُتلف أو يُصحَّح في هذه الأثناء يُقفل ولا يفتحه أحد هنا.
kept-texts = تُمحى النصوص والبيانات المحجوبة
kept-pseudonym = تُقطع الصلة بالشخص
kept-rest = يُحذف الباقي ولا تبقى إلا أعداد
kept-after =
    { $n ->
        [zero] عند الإغلاق
        [one] بعد يوم واحد من الإغلاق
        [two] بعد يومين من الإغلاق
        [few] بعد { $n } أيام من الإغلاق
        [many] بعد { $n } يومًا من الإغلاق
       *[other] بعد { $n } يوم من الإغلاق
    }
hold-chip = تعليق قانوني

### التعليق القانوني
nav-holds = التعليق القانوني
nav-retention = مدد الحفظ
privacy-holds = التعليق القانوني
privacy-holds-what = ما لا يجوز محوه الآن: يضعه شخصان ويرفعه شخصان، ويُراجَع في موعد محدد.
privacy-retention = مدد الحفظ
privacy-retention-what = ما حُذف، وما يُحذف تاليًا، وما تحمله الأسابيع القادمة.
holds-heading = التعليق القانوني
holds-lede = يوقف التعليق محو ما يشمله بالضبط. يطلبه شخص ويؤكده آخر، ويُرفع بالطريقة نفسها.
holds-new = طلب تعليق
holds-waiting = بانتظار شخص ثانٍ
holds-in-force = سارٍ
holds-over = منتهٍ
holds-none = لا تعليق قانونيًّا ساريًا.
holds-none-what = يُمحى كل شيء عند انتهاء مدته.
holds-review-due =
    { $n ->
        [zero] لا تعليق بحاجة إلى مراجعة
        [one] تعليق واحد حان موعد مراجعته
        [two] تعليقان حان موعد مراجعتهما
        [few] { $n } تعليقات حان موعد مراجعتها
        [many] { $n } تعليقًا حان موعد مراجعتها
       *[other] { $n } تعليق حان موعد مراجعتها
    }
hold-title = التعليق { $number }
hold-state-asked = بانتظار شخص ثانٍ
hold-state-in-force = سارٍ
hold-state-lifting = سارٍ، وطُلب رفعه
hold-state-lifted = رُفع
hold-state-declined = رُفض
hold-silent = صامت
hold-size =
    { $n ->
        [0] لا يشمل أي طلب الآن
        [zero] لا يشمل أي طلب الآن
        [one] يشمل طلبًا واحدًا الآن
        [two] يشمل طلبين الآن
        [few] يشمل { $n } طلبات الآن
        [many] يشمل { $n } طلبًا الآن
       *[other] يشمل { $n } طلب الآن
    }
hold-covers = ما يشمله
hold-now = في هذه اللحظة
hold-person = الشخص
hold-person-known = كل طلبات شخص واحد، واللاحقة أيضًا
hold-gone =
    { $n ->
        [zero] لا طلب محذوفًا
        [one] طلب واحد محذوف
        [two] طلبان محذوفان
        [few] { $n } طلبات محذوفة
        [many] { $n } طلبًا محذوفًا
       *[other] { $n } طلب محذوف
    }
hold-steps = من فعل ماذا
hold-step-asked = طلبه
hold-step-confirmed = أكّده
hold-step-declined = رفضه
hold-step-lift-asked = طلب رفعه
hold-step-lifted = رفعه
hold-due = حان موعد مراجعة هذا التعليق. إمّا تأكيد أن الحاجة إليه قائمة وإمّا طلب رفعه.
hold-form-lede = يسري التعليق حين يؤكده شخص ثانٍ. وحتى ذلك الحين يُمحى كل شيء كالمعتاد.
hold-scope-hint = يُملأ حقل واحد على الأقل من هذه الأربعة. ويُعلَّق الطلب إذا انطبق عليه كل ما مُلئ، وإن فُتح لاحقًا.
hold-references = أرقام الطلبات
hold-email = البريد الإلكتروني لشخص
hold-email-hint = كل طلباته. يُستخدم العنوان مرة واحدة للعثور على الشخص ولا يُحفظ مع التعليق، ويُسجَّل أنك بحثت به.
hold-since = جرى العمل عليها من هذا اليوم
hold-until = فُتحت حتى هذا اليوم
hold-reason = السبب
hold-reason-hint = المحكمة ورقم القضية مثلًا. يقرؤه مسؤولو الخصوصية ومديرو النظام وحدهم، ويُحفظ مشفَّرًا.
hold-review-on = موعد المراجعة
hold-review-hint = في ذلك اليوم يُذكَّر مسؤولو الخصوصية بالبريد. ولا ينتهي التعليق من تلقاء نفسه.
hold-is-silent = لا يجوز إبلاغ صاحب الطلب
hold-silent-hint = فقط إذا منع القانون إبلاغه. وإلا فإنه يقرأ أن جزءًا يُحفظ مدة أطول لأن القانون يقضي بذلك، من دون ذكر السبب.
hold-ask = طلب موافقة شخص ثانٍ
hold-back = رجوع
hold-decide = هل يُعلَّق محو هذا؟
hold-decide-what = إذا أكّدته فلن يُمحى شيء مما يشمله حتى يرفعه شخصان.
hold-second-person = القرار لشخص ثانٍ. ويمكنك سحب طلبك.
hold-confirm = تأكيد
hold-withdraw = سحب الطلب
hold-review = المراجعة
hold-next-review = المراجعة التالية في
hold-still-needed = الحاجة إليه قائمة
hold-ask-to-lift = طلب رفعه
hold-ask-to-lift-what = يبقى ساريًا حتى يوافق شخص ثانٍ. ثم يُمحى كل ما انتهت مدته في المرة التالية.
hold-lift-reason = لماذا يمكن رفعه
hold-lift-decide = هل يُرفع؟
hold-lift-what = إذا وافقت فسيُمحى خلال ساعة كل ما حفظه وانتهت مدته. ولا يمكن التراجع عن ذلك.
hold-lift = رفعه
hold-keep = إبقاؤه

### مدد الحفظ
retention-heading = مدد الحفظ
retention-lede = ما لم تعد السياسة تحفظه يُمحى تلقائيًّا كل ساعة على دفعات صغيرة. وتبقى أعداد التقارير كما هي.
retention-trouble-failed = فشل التنفيذ الأخير. ما انتهت مدته لا يزال هنا.
retention-trouble-stopped = توقف التنفيذ الأخير في منتصفه. وسيُكمله التنفيذ التالي.
retention-trouble-late = لم يكتمل أي تنفيذ منذ ثلاث ساعات. هل تعمل العملية الخلفية؟
retention-trouble-advice = يستطيع مشغّل النظام بدء التنفيذ من سطر الأوامر، ويبيّن سجله سبب الفشل.
retention-last-run = التنفيذ الأخير
retention-next-run = التنفيذ التالي
retention-next-run-note = خطوات لطلبات انتهت مدتها
retention-held = أبقاها تعليق
retention-holds =
    { $n ->
        [0] لا تعليق
        [zero] لا تعليق
        [one] تعليق واحد
        [two] تعليقان
        [few] { $n } تعليقات
        [many] { $n } تعليقًا
       *[other] { $n } تعليق
    }
retention-aside = ما يُبقيه التعليق القانوني
retention-aside-note = بيانات مفردة أُتلفت وتعليق قانوني سارٍ يشملها. هي مُتلفة لدى الجميع، ويُبقيها التعليق مقفلةً حتى يُرفع. ولا يُعرض هنا إلا عددها.
retention-aside-none = لا يُبقي أي تعليق بيانًا أُتلف.
retention-aside-kept =
    { $n ->
        [zero] لا يُبقي أي بيان
        [one] يُبقي بيانًا واحدًا
        [two] يُبقي بيانين
        [few] يُبقي { $n } بيانات
        [many] يُبقي { $n } بيانًا
       *[other] يُبقي { $n } بيان
    }
retention-oldest = أقدم نصوص محفوظة
retention-oldest-note = لطلب أُغلق في ذلك اليوم
retention-nothing-kept = لا شيء
retention-never = لم يجرِ بعد
retention-brought =
    { $n ->
        [zero] لا خطوات
        [one] خطوة واحدة
        [two] خطوتان
        [few] { $n } خطوات
        [many] { $n } خطوة
       *[other] { $n } خطوة
    }
retention-preview = ما سيفعله التنفيذ التالي
retention-preview-note = الطلبات التي تبلغ كل مرحلة. والطلب الذي تجاوز عدة مراحل يمر بها كلها ويُعدّ في كل منها.
retention-topic = الموضوع
retention-after =
    { $n ->
        [zero] فورًا
        [one] بعد يوم واحد
        [two] بعد يومين
        [few] بعد { $n } أيام
        [many] بعد { $n } يومًا
       *[other] بعد { $n } يوم
    }
retention-all = المجموع
retention-attachments = لا تُحتسب في المرفقات إلا الطلبات التي فيها ملفات.
retention-ahead = الأسابيع الاثنا عشر القادمة
retention-ahead-note = الطلبات المغلقة الآن بحسب الأسبوع الذي تبلغ فيه كل مرحلة. ولا يُعدّ ما أبقاه تعليق.
retention-week = الأسبوع ابتداءً من
retention-runs = آخر مرّات التنفيذ
retention-no-runs = لم يُحذف شيء بانتهاء مدته بعد.
retention-began = البدء
retention-state = الحالة
retention-people = أصحاب الطلبات
retention-state-running = جارٍ
retention-state-done = اكتمل
retention-state-stopped = توقف
retention-state-failed = فشل

### رسالة: حان موعد مراجعة تعليق
mail-hold-review-subject = حان موعد مراجعة تعليق قانوني
mail-hold-review-heading = حان موعد مراجعة تعليق قانوني
mail-hold-review-text = يُبقي تعليق قانوني بيانات من دون محو، وينبغي اليوم النظر في استمرار الحاجة إليه. ويبقى ساريًا حتى يرفعه شخصان.
mail-hold-review-go = مراجعة التعليق
mail-hold-review-note = تذكر الصفحة أي تعليق هو وسببه، ولا تذكره هذه الرسالة.
mail-hold-review-why = تصلك هذه الرسالة لأنك مسؤول خصوصية في مكتب الدعم. لا تصل أكثر من مرة عن كل موعد مراجعة.
