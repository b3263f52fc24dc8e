### التسليم إلى الجهات الرسمية

nav-lawful = الجهات الرسمية
purpose-lawful = تسليمه إلى جهة رسمية يخوّلها القانون
privacy-lawful = التسليم إلى الجهات الرسمية
privacy-lawful-what = ما طُلب وعلى أي أساس ومن وافق وما سُلِّم ومتى يعلم صاحبه.
lawful-heading = التسليم إلى الجهات الرسمية
lawful-lede = تُعطى الجهة الطالبة ما يُلزمنا القانون به ولا شيء سواه: نطاق محدد، وموافقة آخرين، وحزمة مختومة، وقيد يقرؤه صاحب البيانات.
lawful-register = سجل التسليم
lawful-csv = السجل بصيغة CSV
lawful-none = لم يُسلَّم شيء.
lawful-none-what = تبدأ المطالبة من الأسفل، ولا أثر لها حتى يوافق عليها شخص آخر.
lawful-new = مطالبة جديدة
lawful-ask = طلب موافقة شخص آخر

## الحقول
lawful-field-authority = الجهة الطالبة
lawful-hint-authority = اسم الجهة كما تسمي نفسها. سيقرؤه صاحب البيانات.
lawful-field-basis = الأساس القانوني
lawful-hint-basis = القانون والمادة اللذان يُلزماننا. سيقرؤه صاحب البيانات.
lawful-field-document = المستند
lawful-hint-document = رقم الأمر أو الخطاب وتاريخه. سيقرؤه صاحب البيانات.
lawful-field-remark = ملاحظة
lawful-hint-remark = لمن يقررون، ولا يقرؤها غيرهم.
lawful-field-email = بريد الشخص
lawful-hint-email = لكل طلبات شخص واحد. يُستخدم مرة واحدة ولا يُحفظ.
lawful-field-references = أرقام الطلبات
lawful-hint-references = بدلًا من شخص: هذه الطلبات، وبينها فراغات.
lawful-field-from_day = كُتب في هذا اليوم أو بعده
lawful-field-until_day = كُتب في هذا اليوم أو قبله
lawful-field-texts = النصوص
lawful-field-with_texts = العنوان والرسائل من دون البيانات المحجوبة
lawful-field-with_notes = الملاحظات الداخلية أيضًا
lawful-field-kinds = البيانات التي تُظهَر
lawful-hint-kinds = لا تُظهَر إلا بيانات الشخص نفسه. كلمات المرور والمفاتيح لا تُسلَّم إلى أحد. النوع الذي لا تُظهره السياسة لأحد يحتاج إلى موافقة شخصين.
lawful-field-named = بيانات ثبت أنها تخص الشخص نفسه
lawful-hint-named = واحد في كل سطر، مثل { $example } ثم اسم البيان كما يظهر في الطلب. ما طلبه النموذج واسم الشخص وبريده معروف أنها له، وما سوى ذلك يبقى محجوبًا.
lawful-field-reason = السبب
lawful-field-gag_until = لا يُبلَّغ الشخص حتى
lawful-hint-gag_until = فقط إن منع ذلك قانون أو محكمة. يشمل هذا اليوم، وبعده يُبلَّغ تلقائيًّا.
lawful-field-gag_reason = سبب عدم إبلاغه
lawful-field-form = النموذج
error-lawful-nothing = تُختار النصوص أو نوع واحد من البيانات على الأقل.
error-lawful-days = اليوم الأخير قبل الأول.
error-lawful-date = يُكتب يوم مثل 2026-12-31.
error-lawful-gag-day = يُحدَّد يوم ابتداءً من اليوم وخلال سنة.
error-lawful-whose = يُكتب إما بريد شخص واحد أو أرقام طلبات.
error-lawful-nobody = لا أحد بهذا البريد له طلب لدينا.
kind-line = إجابات أخرى في النموذج

## الحالات
lawful-state-waiting = بانتظار الموافقة
lawful-state-approved = يمكن تسليمها
lawful-state-released = سُلِّمت
lawful-state-declined = رُفضت
lawful-state-lapsed = انقضت
lawful-column-number = الرقم
lawful-column-state = الحالة
lawful-column-authority = الجهة
lawful-column-basis = الأساس القانوني
lawful-column-document = المستند
lawful-column-asked = طُلبت
lawful-column-released = سُلِّمت
lawful-column-requests = الطلبات
lawful-column-details = البيانات التي أُظهرت
lawful-column-told = أُبلغ الشخص

## مطالبة واحدة
lawful-what = المطلوب
lawful-whose = لمن
lawful-one-person = كل طلبات شخص واحد
lawful-days = الأيام
lawful-from = من { $day }
lawful-until = حتى { $day }
lawful-all-days = كلها
lawful-texts-yes = العنوان والرسائل
lawful-texts-notes = العنوان والرسائل والملاحظات الداخلية
lawful-texts-no = لا شيء
lawful-no-kinds = لا شيء
lawful-asked = طلبها
lawful-agreed = من وافق
lawful-two = تشمل هذه المطالبة نوعًا لا تُظهره السياسة لأحد، فيلزم أن يوافق شخصان آخران.
lawful-nobody-yet = لم يقرر أحد بعد.
lawful-left = { $n ->
        [zero] لا يلزم أن يوافق أحد بعد.
        [one] يلزم أن يوافق شخص واحد.
        [two] يلزم أن يوافق شخصان.
        [few] يلزم أن يوافق { $n } أشخاص.
        [many] يلزم أن يوافق { $n } شخصًا.
       *[other] يلزم أن يوافق { $n } شخص.
    }
lawful-own = أنت من طلب هذا، فيقرر فيه غيرك.
lawful-said-approved = وافق
lawful-said-declined = رفض
lawful-approve = موافقة
lawful-decline = رفض
lawful-release = فتح البيانات وختم الحزمة
lawful-release-what = يُفتح كل بيان باسمك ويُسجَّل قبل ذلك. وتظهر عبارة المرور مرة واحدة.
lawful-package = الحزمة المختومة
lawful-given = الطلبات فيها: { $requests }. البيانات التي أُظهرت: { $details }.
lawful-manifest = بصمة البيان
lawful-package-hash = بصمة الحزمة
lawful-passphrase = عبارة مرور الحزمة
lawful-passphrase-once = تظهر الآن ولا تظهر بعد ذلك أبدًا. تُعطى للجهة بطريق غير طريق الحزمة.
lawful-fetch = تنزيل الحزمة
lawful-fetch-what = يمكن تنزيلها مرة واحدة حتى { $time }. تُفتح ببرنامج { $program } وعبارة المرور.
lawful-fetched = نُزِّلت في { $time }، ولم تعد محفوظة هنا.
lawful-package-gone = انتهت مدتها ولم تعد محفوظة هنا.
lawful-told = ما يقرؤه صاحب البيانات
lawful-told-since = يستطيع قراءة ذلك منذ { $time }.
lawful-told-after = يستطيع قراءة ذلك بعد { $day }.
lawful-told-at-once = يستطيع قراءة ذلك فور إعداد الحزمة.
lawful-gag = لا يُبلَّغ حتى { $day }
lawful-gag-waits = بانتظار شخص آخر
lawful-gag-extend = تأخير إبلاغه
lawful-gag-ask = طلب موافقة شخص آخر

## في الحزمة
lawful-package-note = البيانات التي لا تخص الشخص المذكور أو لم تُطلب تبقى محجوبة، وفي آخر القائمة بيانها وسببها. لا يكتمل كشف البيانات الخاصة أبدًا، فلتُعامل النصوص على هذا الأساس.
lawful-package-erased = مُحي هذا الطلب ولم يبقَ منه شيء.
lawful-package-detail = البيان
lawful-package-value = القيمة
lawful-package-set-aside = استُبدلت أو أُتلفت ويبقيها تعليق قانوني
lawful-package-person = صاحب البيانات
lawful-package-staff = الدعم
lawful-package-internal = داخلي
lawful-package-masked = ما بقي محجوبًا
lawful-package-request = الطلب
lawful-package-why = السبب
lawful-why-gone = أُتلف
lawful-why-secret = يفتح بابًا بنفسه ولا يُسلَّم إلى أحد
lawful-why-not-asked = لم يُطلب
lawful-why-never = لا تُظهره السياسة لأحد
lawful-why-other-time = كُتب في وقت آخر
lawful-why-others = لم يثبت أنه يخص الشخص المذكور

## ما يقرؤه صاحب البيانات
ledger-lawful = سُلِّم إلى جهة رسمية: { $authority }
ledger-lawful-basis = الأساس: { $basis }، { $document }
ledger-lawful-details = البيانات:
ledger-lawful-texts = { $n ->
        [zero] لا رسائل
        [one] رسالة واحدة من دون البيانات المحجوبة
        [two] رسالتان من دون البيانات المحجوبة
        [few] { $n } رسائل من دون البيانات المحجوبة
        [many] { $n } رسالة من دون البيانات المحجوبة
       *[other] { $n } رسالة من دون البيانات المحجوبة
    }
