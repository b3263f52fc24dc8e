### إظهار بيان
reveal-left =
    { $n ->
        [zero] لا يُظهر بعد الآن.
        [one] يُظهر مرة واحدة أخرى.
        [two] يُظهر مرتين أخريين.
        [few] يُظهر { $n } مرات أخرى.
        [many] يُظهر { $n } مرة أخرى.
       *[other] يُظهر { $n } مرة أخرى.
    }
reveal-two = تلزم موافقة شخص ثانٍ أولًا.
reveal-agreed = وافق شخص ثانٍ على هذا الإظهار لمرة واحدة.
reveal-ask = طلب موافقة شخص ثانٍ
chip-left =
    { $n ->
        [0] ، لا يُظهر بعد الآن
        [zero] ، لا يُظهر بعد الآن
        [one] ، يُظهر مرة واحدة أخرى
        [two] ، يُظهر مرتين أخريين
        [few] ، يُظهر { $n } مرات أخرى
        [many] ، يُظهر { $n } مرة أخرى
       *[other] ، يُظهر { $n } مرة أخرى
    }
chip-waiting = بانتظار شخص ثانٍ
chip-more-time = وقت إضافي

### أسئلة إلى شخص ثانٍ
approvals-heading = بانتظار شخص ثانٍ
approvals-lede = يريد أحد الزملاء إظهار بيان يلزم له شخصان. تكون الموافقة إن صحّ الغرض، وتُسجَّل إجابتك.
approvals-none = لا سؤال بانتظارك.
agree = موافقة
decline = رفض
consent-waiting = بانتظار شخص ثانٍ
consent-approved = تمت الموافقة: يُظهر مرة واحدة
consent-declined = رُفض

### السجل
ledger-extended = مُدّد حتى { $time }
ledger-agreed = بموافقة شخص ثانٍ
ledger-let-in = قرأ { $team } الطلب بموافقة شخص ثانٍ، والبيانات المحجوبة محجوبة
ledger-system = استخدمه النظام ولم يره أحد:
ledger-nobody-system = النظام، ولم يره أحد
ledger-thread = نص الطلب من دون البيانات المحجوبة
file-csv = جدول (CSV)
file-json = ملف للبرامج (JSON)
ledger-take = نسخة من هذا السجل:
system-use-delivery = { $kind }: لإرسال البريد إليك، { $times }، آخرها { $last }
system-use-recognition = { $kind }: لحجبه فيما يُكتب، { $times }، آخرها { $last }
system-times =
    { $n ->
        [zero] لم يُستخدم
        [one] مرة واحدة
        [two] مرتان
        [few] { $n } مرات
        [many] { $n } مرة
       *[other] { $n } مرة
    }
length-running = ما دام الطلب لديهم
length-for = لمدة { $time }
length-cut-short = أُخفي مبكرًا بعد { $time }
length-minutes =
    { $n ->
        [0] أقل من دقيقة
        [zero] أقل من دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $n } دقائق
        [many] { $n } دقيقة
       *[other] { $n } دقيقة
    }
length-hours =
    { $n ->
        [zero] أقل من ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $n } ساعات
        [many] { $n } ساعة
       *[other] { $n } ساعة
    }
length-days =
    { $n ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومين
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
purpose-break-glass = اطّلاع استثنائي بموافقة شخص ثانٍ
purpose-delivery = إرسال البريد إليك
purpose-recognition = حجبه فيما يُكتب
column-detail = البيان
column-seen-by = من اطّلع
column-agent = الشخص
column-purpose = الغرض
column-reason = السبب
column-from = من (UTC)
column-until = إلى (UTC)
column-length = المدة
column-extended-to = مُدّد حتى (UTC)
column-second-person = موافقة شخص ثانٍ
yes = نعم
none-given = لم يُذكر

### مراجعة ما أُظهر
nav-disclosures = ما أُظهر
nav-flagged = المعلَّم
nav-approvals = شخص ثانٍ
nav-break-glass = اطّلاع استثنائي
privacy-disclosures = ما أُظهر وينتظر المراجعة
privacy-disclosures-what = ما أظهره الموظفون واحدًا تلو الآخر: من ولماذا وكم، من دون القيمة.
privacy-flagged = ما عُلّم للنظر فيه
privacy-flagged-what = ما لم يره مسؤول الخصوصية سليمًا.
privacy-approvals = أسئلة إلى شخص ثانٍ
privacy-approvals-what = بيانات يلزم لها شخصان: موافقة أو رفض.
privacy-break-glass = اطّلاع استثنائي
privacy-break-glass-what = قراءة تذكرة واحدة عند الضرورة: بسبب وبموافقة شخص ثانٍ ولمدة محددة.
review-left =
    { $n ->
        [zero] لم يبقَ شيء.
        [one] بقي بيان واحد.
        [two] بقي بيانان.
        [few] بقيت { $n } بيانات.
        [many] بقي { $n } بيانًا.
       *[other] بقي { $n } بيان.
    }
review-no-value = لا تظهر القيمة نفسها هنا.
review-note = ملاحظة
review-note-why = لازمة عند التعليم، ويقرؤها المديرون ومسؤولو الخصوصية.
review-approve = سليم
review-flag = تعليم
review-none = رُوجع كل شيء.
review-none-flagged = لم يُعلَّم شيء.
review-flagged-by = علّمه

### اطّلاع استثنائي
glass-lede = لا أحد هنا يطّلع على التذاكر بصفة دائمة. عند الضرورة يسمح شخص ثانٍ بقراءة تذكرة واحدة لمدة { $minutes } دقيقة، ويقرأ العميل أن ذلك حدث ولماذا.
glass-reference = رقم التذكرة
glass-reason = السبب
glass-reason-why = به يقرر الشخص الثاني، ويقرؤه العميل.
glass-ask = طلب موافقة شخص ثانٍ
glass-none = لم يطلب أحد ذلك.
glass-waiting = بانتظار شخص ثانٍ
glass-lapsed = لم يُجب عنه في وقته
glass-declined = رُفض
glass-running = جارٍ
glass-over = انتهى
glass-decided-by = قرره
glass-read = قراءة التذكرة
glass-open = تقرأ هذا بموافقة شخص ثانٍ حتى { $time }. يُسجَّل كل ما تُظهره، ويقرؤه العميل.
glass-leave = المغادرة الآن
glass-details = البيانات المحجوبة
glass-open-one = إظهار

### أخطاء
error-quota-reached = أظهرتَ في هذه الساعة أقصى ما يُسمح به. يمكن إظهار التالي عند { $time } بتوقيت UTC، وأُبلغ المديرون.
error-extended-too-often = مُنح هذا البيان وقتًا إضافيًا مرتين. يمكن إظهاره من جديد بعد انتهائه إن لزم.
error-second-person-needed = تلزم موافقة شخص ثانٍ قبل إظهار هذا النوع من البيانات. يُرجى طلبها أولًا.
error-decided-already = قُرر هذا من قبل، أو انتهت مدته.
error-own-question = لا يقرر أحد في سؤاله هو.
error-opens-alone = يُظهر هذا النوع من البيانات من دون شخص ثانٍ.
error-unknown-verdict = يُرجى الاختيار: سليم أو تعليم.
error-unknown-decision = يُرجى الاختيار: موافقة أو رفض.
