### خصائص التذكرة
status-pending = في الانتظار
waits-until = في الانتظار حتى { $day }
wake-now = فتحها الآن
wait-legend = تأجيلها
wait-days =
    { $n ->
        [zero] حتى اليوم
        [one] حتى الغد
        [two] يومين
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
wait-day = حتى
wait-go = تأجيل
wait-note = تعود وحدها مع بدء العمل في ذلك اليوم، أو حالما يكتب العميل. ويتوقف وقت الحل حتى ذلك الحين.
priority = الأولوية
priority-choose = ما مدى استعجالها؟
priority-low = منخفضة
priority-normal = عادية
priority-high = مرتفعة
priority-urgent = عاجلة
team-choose = أي فريق؟
team-go = نقل
team-note = إن كان المكلّف في فريق آخر تعود التذكرة إلى قائمة الفريق الجديد، ويُخفى كل ما كان ظاهرًا.
tags = الوسوم
tags-none = لا وسوم
tag-add = إضافة وسم
tag-choose = الوسم
tag-remove = إزالة الوسم { $tag }
due-reply = موعد الرد
due-solve = موعد الحل
due-nothing = لا موعد
due-minutes =
    { $n ->
        [zero] الآن
        [one] خلال دقيقة
        [two] خلال دقيقتين
        [few] خلال { $n } دقائق
        [many] خلال { $n } دقيقة
       *[other] خلال { $n } دقيقة
    }
due-hours =
    { $n ->
        [zero] الآن
        [one] خلال ساعة
        [two] خلال ساعتين
        [few] خلال { $n } ساعات
        [many] خلال { $n } ساعة
       *[other] خلال { $n } ساعة
    }
due-days =
    { $n ->
        [zero] اليوم
        [one] خلال يوم
        [two] خلال يومين
        [few] خلال { $n } أيام
        [many] خلال { $n } يومًا
       *[other] خلال { $n } يوم
    }
due-late-minutes =
    { $n ->
        [zero] متأخرة
        [one] متأخرة دقيقة
        [two] متأخرة دقيقتين
        [few] متأخرة { $n } دقائق
        [many] متأخرة { $n } دقيقة
       *[other] متأخرة { $n } دقيقة
    }
due-late-hours =
    { $n ->
        [zero] متأخرة
        [one] متأخرة ساعة
        [two] متأخرة ساعتين
        [few] متأخرة { $n } ساعات
        [many] متأخرة { $n } ساعة
       *[other] متأخرة { $n } ساعة
    }
due-late-days =
    { $n ->
        [zero] متأخرة
        [one] متأخرة يومًا
        [two] متأخرة يومين
        [few] متأخرة { $n } أيام
        [many] متأخرة { $n } يومًا
       *[other] متأخرة { $n } يوم
    }

### التراجع
undo = تراجع
undo-assign =
    { $n ->
        [zero] لم تُسلَّم أي تذكرة.
        [one] سُلّمت التذكرة.
        [two] سُلّمت تذكرتان.
        [few] سُلّمت { $n } تذاكر.
        [many] سُلّمت { $n } تذكرة.
       *[other] سُلّمت { $n } تذكرة.
    }
undo-priority =
    { $n ->
        [zero] لم تتغيّر أي أولوية.
        [one] تغيّرت الأولوية.
        [two] تغيّرت أولوية تذكرتين.
        [few] تغيّرت أولوية { $n } تذاكر.
        [many] تغيّرت أولوية { $n } تذكرة.
       *[other] تغيّرت أولوية { $n } تذكرة.
    }
undo-team =
    { $n ->
        [zero] لم تُنقل أي تذكرة.
        [one] نُقلت التذكرة إلى فريق آخر.
        [two] نُقلت تذكرتان إلى فريق آخر.
        [few] نُقلت { $n } تذاكر إلى فريق آخر.
        [many] نُقلت { $n } تذكرة إلى فريق آخر.
       *[other] نُقلت { $n } تذكرة إلى فريق آخر.
    }
undo-tag =
    { $n ->
        [zero] لم يُضف الوسم.
        [one] أُضيف الوسم.
        [two] أُضيف الوسم إلى تذكرتين.
        [few] أُضيف الوسم إلى { $n } تذاكر.
        [many] أُضيف الوسم إلى { $n } تذكرة.
       *[other] أُضيف الوسم إلى { $n } تذكرة.
    }
undo-untag =
    { $n ->
        [zero] لم يُزَل الوسم.
        [one] أُزيل الوسم.
        [two] أُزيل الوسم من تذكرتين.
        [few] أُزيل الوسم من { $n } تذاكر.
        [many] أُزيل الوسم من { $n } تذكرة.
       *[other] أُزيل الوسم من { $n } تذكرة.
    }
undo-postpone =
    { $n ->
        [zero] لم تُؤجَّل أي تذكرة.
        [one] أُجّلت التذكرة.
        [two] أُجّلت تذكرتان.
        [few] أُجّلت { $n } تذاكر.
        [many] أُجّلت { $n } تذكرة.
       *[other] أُجّلت { $n } تذكرة.
    }
undo-wake =
    { $n ->
        [zero] لم تُفتح أي تذكرة.
        [one] فُتحت التذكرة من جديد.
        [two] فُتحت تذكرتان من جديد.
        [few] فُتحت { $n } تذاكر من جديد.
        [many] فُتحت { $n } تذكرة من جديد.
       *[other] فُتحت { $n } تذكرة من جديد.
    }

### الأخطاء
error-undo-too-late = لم يعد التراجع ممكنًا: انتهى وقته أو تغيّر شيء بعده. لم يتغيّر شيء الآن.
error-wake-day = يُختار يوم ابتداءً من الغد وخلال سنة على الأكثر.
error-unknown-priority = تُختار إحدى الأولويات.
error-unknown-team = يُختار أحد الفرق.
error-unknown-tag = يُختار وسم من القائمة.
error-too-many-tags = للتذكرة عشرة وسوم على الأكثر. يُزال أحدها أولًا.
error-choose-tickets = تُختار تذكرة واحدة على الأقل.
error-too-many-tickets = يمكن تغيير 100 تذكرة على الأكثر دفعة واحدة.
error-name-long = يُختار اسم لا يزيد على 40 حرفًا.
error-name-taken = يوجد اسم مثله.
error-tag-holds-details = يقرأ هذا الاسم كل من في المكتب، وفيه بيان خاص. تُختار كلمة لا تخص أحدًا.
error-choose-change = يُختار ما يُراد تغييره.
error-too-many-filters = توجد 20 قائمة محفوظة. تُزال إحداها أولًا.

### القوائم
queue-due = موعدها قريب
queue-waiting = في الانتظار
queue-closed = المغلقة
queue-empty-due = لا موعد خلال أربع ساعات.
queue-empty-waiting = لا تذكرة تنتظر يومًا أو عميلًا.
queue-empty-closed = لم تُغلق أي تذكرة بعد.
next-due = الموعد التالي:
saved-filters = قوائم محفوظة
sort = الترتيب
sort-due = بحسب الموعد
sort-activity = بحسب النشاط
filter = تصفية
filter-category = الفئة
filter-team = الفريق
filter-priority = الأولوية
filter-tag = الوسم
filter-locale = اللغة
filter-status = الحالة
filter-assignee = المكلّف
filter-due = الموعد
filter-due-late = متأخرة
filter-due-hours = خلال أربع ساعات
filter-due-day = خلال يوم
filter-due-never = بلا موعد
filter-off = إلغاء هذه التصفية
filters-off = إلغاء التصفية
filter-empty = لا تذكرة مطابقة.
save-filter-as = حفظها باسم
save-filter = حفظ
forget-filter = إزالة هذه القائمة المحفوظة
select-ticket = اختيار { $reference }
unread = جديد من العميل.
key-select = اختيار
newer-tickets =
    { $n ->
        [zero] لا جديد.
        [one] في تذكرة واحدة جديد.
        [two] في تذكرتين جديد.
        [few] في { $n } تذاكر جديد.
        [many] في { $n } تذكرة جديد.
       *[other] في { $n } تذكرة جديد.
    }
show-them = إظهارها
next-tickets = التالية (50)
to-the-first = إلى الأولى
bulk = تغيير التذاكر المختارة
bulk-selected = المختارة:
bulk-assign = تسليم
bulk-tag = وسم
bulk-priority = أولوية
bulk-status = حالة
bulk-clear = إلغاء الاختيار
bulk-to-assign = تسليمها إلى
bulk-to-tag = الوسم المضاف
bulk-to-priority = الأولوية الجديدة
bulk-to-status = الحالة الجديدة
bulk-changed =
    { $n ->
        [zero] لم يتغيّر شيء.
        [one] تغيّرت تذكرة واحدة.
        [two] تغيّرت تذكرتان.
        [few] تغيّرت { $n } تذاكر.
        [many] تغيّرت { $n } تذكرة.
       *[other] تغيّرت { $n } تذكرة.
    }
bulk-refused =
    { $n ->
        [zero] تغيّرت كلها.
        [one] ولم تتغيّر واحدة:
        [two] ولم تتغيّر اثنتان:
        [few] ولم تتغيّر { $n }:
        [many] ولم تتغيّر { $n }:
       *[other] ولم تتغيّر { $n }:
    }

### المديرون: الوسوم والقوائم المشتركة وأوقات الخدمة
tags-lede = كلمات تُرتَّب بها التذاكر. يقرؤها كل من في المكتب، فهي لا تخص أحدًا.
tag-new = وسم جديد
tag-hint = 40 حرفًا على الأكثر. ويُرفض اسم فيه بيان خاص.
tag-list = إضافة إلى القائمة
tags-listed = القائمة
tag-rename = تغيير الاسم
tag-rename-label = الاسم الجديد للوسم { $tag }
tag-retire = إخراج من القائمة
tag-back = إعادة
tag-retired = خارج القائمة
tags-none-yet = لا وسوم بعد.
tags-none-advice = يُضاف الأول، فيستطيع الموظفون وضعه على التذاكر فورًا.
shared-filters = قوائم للجميع
shared-filters-lede = يجدها الموظفون بجانب قوائمهم، ولا يرى كل منهم إلا التذاكر التي يجوز له قراءتها.
filter-name = الاسم
filter-share = إتاحتها للجميع
filters-none = لا قوائم للجميع بعد.
service-times = أوقات الخدمة
service-times-lede = ساعات العمل والمواعيد في ملف السياسة، وهي هنا للقراءة. يرى المديرون أعداد التذاكر ولا يرون أي تذكرة.
lateness = المتأخر الآن
lateness-standing = غير المغلقة
late-count =
    { $n ->
        [zero] لا متأخرة
        [one] واحدة متأخرة
        [two] اثنتان متأخرتان
        [few] { $n } متأخرة
        [many] { $n } متأخرة
       *[other] { $n } متأخرة
    }
late-none = لا شيء
targets = المواعيد
targets-note = بوقت العمل. ويتوقف وقت الحل ما دامت التذكرة في الانتظار.
targets-none = بلا مواعيد
calendar-zone = بتوقيت
day-off = لا عمل
holidays = العطلات

### تعليقات الاستبيان صفحة صفحة
comments-more = تعليقات أخرى
comments-first = إلى الأحدث
error-comments-cursor = لم تعد صفحة التعليقات هذه موجودة. هذه أحدث التعليقات.
