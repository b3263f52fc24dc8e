### طلبات الأشخاص عن بياناتهم: صفحات صاحب الطلب وصفحات مسؤول الخصوصية والنسخة التي تُؤخذ.
error-processing-limited = طلب هذا العميل حفظ بياناته من دون استخدامها. لا يمكن الكتابة أو الإظهار حتى يُرفع التقييد. لدى مسؤول الخصوصية تفاصيل أكثر.
error-not-yet-possible = لا يمكن ذلك الآن: خطوة سابقة لم تكتمل، أو سبق أن أنجزها أحد.
error-nothing-held = لا نحفظ شيئًا تحت هذا العنوان. تحقق من كتابته، فإن كان صحيحًا فأخبر الشخص بأننا لا نحفظ عنه شيئًا.
error-not-sure = ضع علامة في المربع للتأكيد.
rights-kind-access = نسخة من بياناتي
rights-kind-portability = بياناتي لنقلها إلى جهة أخرى
rights-kind-rectification = تصحيح بيان
rights-kind-erasure = محو بياناتي
rights-kind-survey_objection = لا مزيد من أسئلة الاستبيان
rights-kind-objection = الاعتراض على استخدام آخر
rights-kind-restriction = حفظ بياناتي من دون استخدامها
rights-what-access = كل ما نحفظه عنك ولماذا وإلى متى ومن تسلّمه: صفحة للقراءة وملف للبرامج.
rights-what-portability = الملف نفسه بصيغة تقرؤها البرامج الأخرى.
rights-what-rectification = اذكر الخطأ والصواب، ونصححه أينما حُفظ.
rights-what-erasure = ترى أولًا ما سيُمحى وما يجب أن يبقى. لا يحدث شيء قبل تأكيدك.
rights-what-survey_objection = يسري فورًا. لن تصلك رسائل استبيان بعد الآن، ولا يتغيّر شيء آخر.
rights-what-objection = اذكر الاستخدام الذي تعترض عليه. من الآن تُحفظ بياناتك فقط حتى نقرر.
rights-what-restriction = يسري فورًا. تبقى بياناتك ولا يعمل بها أحد حتى ترفع التقييد أو نرفعه نحن.
rights-state-unproved = ينتظر التأكيد
rights-state-received = وصل
rights-state-running = قيد المعالجة
rights-state-extended = يحتاج وقتًا أطول
rights-state-answered = أُجيب
rights-state-refused = رُفض
rights-state-withdrawn = سُحب
rights-day = اليوم { $n } من { $of }
rights-due = يحل { $day }
rights-late = { $n ->
    [zero] لا تأخير
    [one] تأخر يومًا واحدًا
    [two] تأخر يومين
    [few] تأخر { $n } أيام
    [many] تأخر { $n } يومًا
   *[other] تأخر { $n } يوم
}
rights-heading = حقوقي
rights-lede = بياناتك ملكك. الطلب مجاني ويستغرق دقيقة، وتصلك الإجابة حتى التاريخ المذكور بجانب طلبك.
rights-ask-heading = ماذا تطلب؟
rights-mine-heading = طلباتي المتعلقة بالخصوصية
rights-none = لم تطلب شيئًا بعد. يمكنك ذلك في أي وقت، وهو مجاني ويستغرق دقيقة.
rights-asked = طُلب في { $day }
rights-done = انتهى في { $day }
rights-back = حقوقي
rights-wrong = ما الخطأ؟
rights-wrong-hint = كما هو محفوظ لدينا، مثل رقم الهاتف القديم. يبقى محجوبًا عن كل من لا يحتاج إليه.
rights-right = ما الصواب؟
rights-words = هل من شيء ينبغي أن نعرفه؟
rights-words-objection = على أي استخدام تعترض ولماذا؟
rights-send = إرسال هذا الطلب
rights-send-restriction = احفظوها ولا تستخدموها
rights-send-survey_objection = إيقاف رسائل الاستبيان
rights-plan-heading = ما الذي سيُمحى
rights-n-requests = { $n ->
    [zero] لا طلب
    [one] طلب واحد
    [two] طلبان
    [few] { $n } طلبات
    [many] { $n } طلبًا
   *[other] { $n } طلب
}
rights-n-texts = { $n ->
    [zero] لا نص
    [one] نص واحد
    [two] نصان
    [few] { $n } نصوص
    [many] { $n } نصًا
   *[other] { $n } نص
}
rights-n-details = { $n ->
    [zero] لا بيان محجوبًا
    [one] بيان محجوب واحد
    [two] بيانان محجوبان
    [few] { $n } بيانات محجوبة
    [many] { $n } بيانًا محجوبًا
   *[other] { $n } بيان محجوب
}
rights-plan-nothing = لن يُمحى شيء الآن.
rights-plan-goes = سيُمحى: { $requests }، { $texts }، { $details }.
rights-plan-open = { $n ->
    [zero] لا شيء منها مفتوح.
    [one] واحد منها ما زال مفتوحًا، وسيُغلق من دون رد.
    [two] اثنان منها ما زالا مفتوحين، وسيُغلقان من دون رد.
    [few] { $n } منها ما زالت مفتوحة، وستُغلق من دون رد.
    [many] { $n } منها ما زالت مفتوحة، وستُغلق من دون رد.
   *[other] { $n } منها ما زالت مفتوحة، وستُغلق من دون رد.
}
rights-plan-mails = { $n ->
    [zero] لا رسائل في الانتظار.
    [one] لن تُرسل رسالة واحدة في الانتظار.
    [two] لن تُرسل رسالتان في الانتظار.
    [few] لن تُرسل { $n } رسائل في الانتظار.
    [many] لن تُرسل { $n } رسالة في الانتظار.
   *[other] لن تُرسل { $n } رسالة في الانتظار.
}
rights-plan-stays = ما الذي يبقى
rights-plan-waits-hold = يبقى { $reference } الآن لأن عليه تعليقًا قانونيًا، ويُمحى حين ينتهي التعليق. يمكنك الاعتراض لدى الجهة المذكورة أدناه.
rights-plan-waits-law = يبقى { $reference } الآن لأن القانون يوجب حفظه.
rights-plan-numbers = أعداد بلا أسماء، وإثبات هذا المحو.
rights-extent = ما القدر الذي يُمحى؟
rights-extent-everything = محو كل شيء
rights-extent-details = محو البيانات المحجوبة وحدها
rights-only = للطلب { $reference } وحده.
rights-all-requests = لكل طلباتي بدلًا من ذلك
rights-plan-details = سيُمحى: { $details } في { $requests }. تبقى النصوص كلها مقروءة، ويظهر مكان كل بيان أنه «مُحي».
rights-plan-details-open = { $n ->
    [zero] لا طلب منها مفتوح.
    [one] أحدها ما زال مفتوحًا، ولن يستطيع أحد بعد ذلك استخدام بياناته، كالاتصال بك مثلًا.
    [two] اثنان منها ما زالا مفتوحين، ولن يستطيع أحد بعد ذلك استخدام بياناتهما، كالاتصال بك مثلًا.
    [few] { $n } منها ما زالت مفتوحة، ولن يستطيع أحد بعد ذلك استخدام بياناتها، كالاتصال بك مثلًا.
    [many] { $n } منها ما زالت مفتوحة، ولن يستطيع أحد بعد ذلك استخدام بياناتها، كالاتصال بك مثلًا.
   *[other] { $n } منها ما زالت مفتوحة، ولن يستطيع أحد بعد ذلك استخدام بياناتها، كالاتصال بك مثلًا.
}
rights-plan-details-whole = { $n ->
    [zero] لم يُحجب أي نص بكامله.
    [one] تعذّر فحص نص واحد فحُجب بكامله، ولن يُقرأ منه شيء بعد ذلك.
    [two] تعذّر فحص نصين فحُجبا بكاملهما، ولن يُقرأ منهما شيء بعد ذلك.
    [few] تعذّر فحص { $n } نصوص فحُجبت بكاملها، ولن يُقرأ منها شيء بعد ذلك.
    [many] تعذّر فحص { $n } نصًّا فحُجبت بكاملها، ولن يُقرأ منها شيء بعد ذلك.
   *[other] تعذّر فحص { $n } نص فحُجبت بكاملها، ولن يُقرأ منها شيء بعد ذلك.
}
rights-plan-details-waits-hold = تبقى بيانات { $reference } لأن تعليقًا قانونيًّا يبقيها. يمكنك الطلب من جديد حين ينتهي، والاعتراض عليه لدى الجهة المذكورة أدناه.
rights-plan-details-waits-law = تبقى بيانات { $reference } لأن حكمًا في القانون يقضي بحفظها. يمكنك الطلب من جديد حين تنتهي مدتها.
rights-plan-details-stays = نصوصك، واسمك وبريدك الإلكتروني الذي نرد عليه.
rights-erased-details = مُحي: { $details }. وما زالت نصوصك في مكانها.
rights-erased-details-waits = { $n ->
    [zero] لم يبقَ طلب ببياناته.
    [one] طلب واحد تبقى بياناته الآن. يمكنك الطلب من جديد حين ينتهي ما يبقيها.
    [two] طلبان تبقى بياناتهما الآن. يمكنك الطلب من جديد حين ينتهي ما يبقيها.
    [few] { $n } طلبات تبقى بياناتها الآن. يمكنك الطلب من جديد حين ينتهي ما يبقيها.
    [many] { $n } طلبًا تبقى بياناتها الآن. يمكنك الطلب من جديد حين ينتهي ما يبقيها.
   *[other] { $n } طلب تبقى بياناتها الآن. يمكنك الطلب من جديد حين ينتهي ما يبقيها.
}
rights-kind-complaint = في «من اطّلع على ماذا» أمر غير صحيح
rights-what-complaint = ينظر مسؤول الخصوصية في من أظهر البيان ولماذا، ثم يجيبك. ويستمر العمل على طلبك في أثناء ذلك.
rights-words-complaint = ما الذي تراه غير صحيح؟
rights-by-complaint = شكوى من اطّلاع
rights-complaint-about = يُرفق القيد الذي اخترته من الطلب { $reference }. وإن أردت أن نتوقف عن استخدام بياناتك إلى حين البتّ فاختر هذا بدلًا منه:
rights-complaint-heading = القيد المشكوّ منه
rights-complaint-gone = لم يعد هذا القيد موجودًا.
rights-erase-ask = متابعة: أريد محوها
rights-erase-warning = محو الآن. لا يمكن التراجع عنه، لا من جهتك ولا من جهتنا.
rights-erase-sure = قرأت ما سيُمحى وما سيبقى.
rights-erase = محو هذه البيانات
rights-keep = الإبقاء على كل شيء
rights-erased-heading = تمّ المحو
rights-erased = تمّ المحو في { $at }. رقم الإثبات { $number }. نحتفظ بالإثبات لا بالبيانات.
rights-erased-note = يُرجى تدوين الرقم: بعد هذه الصفحة لا يستطيع أحد البحث عنه بعنوانك لأن عنوانك لم يعد لدينا. انتهى دخولك.
rights-erased-counts = مُحي: { $requests }، { $texts }، { $details }.
rights-erased-waits = { $n ->
    [zero] لم يبقَ أي طلب.
    [one] يبقى طلب واحد الآن، ويُمحى تلقائيًا حين ينتهي ما يوجب حفظه.
    [two] يبقى طلبان الآن، ويُمحيان تلقائيًا حين ينتهي ما يوجب حفظهما.
    [few] تبقى { $n } طلبات الآن، وتُمحى تلقائيًا حين ينتهي ما يوجب حفظها.
    [many] يبقى { $n } طلبًا الآن، وتُمحى تلقائيًا حين ينتهي ما يوجب حفظها.
   *[other] يبقى { $n } طلب الآن، وتُمحى تلقائيًا حين ينتهي ما يوجب حفظها.
}
rights-copy-heading = نسختك
rights-copy-waiting = يجري إعدادها: { $done } من { $parts } أقسام. عُد بعد لحظات، وسنراسلك أيضًا.
rights-copy-queued = ستُعدّ بعد لحظات، ونراسلك حين تصبح جاهزة.
rights-copy-refresh = تحديث
rights-copy-ready = جاهزة حتى { $day }. حفاظًا عليك لا تُرسل بالبريد أبدًا، ولا تُفتح إلا بعد الدخول بوقت قصير.
rights-copy-fetch = الحصول على الملف
rights-copy-link = تنزيل النسخة
rights-copy-link-note = يعمل هذا الرابط خمس دقائق وفي هذا المتصفح فقط.
rights-copy-expired = أُتلفت هذه النسخة بعد سبعة أيام. يمكنك طلب نسخة جديدة في أي وقت.
rights-answer-heading = إجابتنا
rights-answer-at-once = نُفّذ فورًا كما طلبت.
rights-delay-heading = لماذا يحتاج وقتًا أطول
rights-complain = إن لم توافق فيمكنك تقديم شكوى إلى { $authority } أو اللجوء إلى القضاء.
rights-limited = منذ { $day } تُحفظ بياناتك ولا يعمل بها أحد، وتنتظر طلباتك المفتوحة كذلك.
rights-limit-lifted = تُستخدم بياناتك من جديد منذ { $day }.
rights-lift-own = السماح باستخدام بياناتي من جديد
rights-withdraw = سحب هذا الطلب
rights-receipt = رقم الإثبات { $number }
rights-steps-heading = أين وصل
rights-step-received = وصل
rights-step-proved = أكّدتَه
rights-step-taken = بدأت معالجته
rights-step-extended = أُجّل مع ذكر السبب
rights-step-settled = انتهى
rights-open-heading = طلب يخص بياناتك
rights-open-lede = أدخل العنوان الذي استخدمته معنا واختر ما تطلبه. نرسل إليه رابطًا، وهذا كل ما نحتاج إليه من إثبات. يُرجى عدم إرسال صورة هوية.
rights-open-email = بريدك الإلكتروني
rights-open-kind = ماذا تطلب؟
rights-open-send = أرسلوا إليّ الرابط
rights-open-sent-heading = تفقّد بريدك
rights-open-sent = إن كنا نحفظ شيئًا تحت هذا العنوان فالرابط في طريقه إليه. افتحه خلال سبعة أيام لتأكيد طلبك. وإن لم تصلك رسالة خلال ساعة فنحن لا نحفظ شيئًا تحت هذا العنوان.
rights-open-signed-in = لديك طلب لدينا؟ ادخل ولن تحتاج إلى رسالة ثانية.
rights-open-sign-in = الدخول
rights-confirm-heading = تأكيد طلبك
rights-confirm-lede = طلب أحدهم بهذا العنوان، ونأمل أنه أنت: { $kind }. لا يحدث شيء قبل الضغط على الزر.
rights-confirm-go = نعم، هذا طلبي
rights-confirmed-heading = تأكّد طلبك
rights-confirmed = رقمه { $number }، وكتبناه إلى عنوانك. ادخل لمتابعته وقراءة الإجابة، وللمتابعة إن طلبت نسخة أو محوًا.
rights-q-heading = طلبات البيانات
rights-q-counts = المفتوحة { $open } · تحل خلال 7 أيام { $soon } · المتأخرة { $late }
rights-q-new = طلب جديد بالهاتف أو برسالة
rights-q-none = لا طلب مفتوحًا.
rights-q-none-last = لا طلب مفتوحًا. انتهى آخر طلب في { $day }.
rights-q-number = الرقم
rights-q-kind = المطلوب
rights-q-state = الحالة
rights-q-time = الوقت المنقضي
rights-q-due = الموعد
rights-q-handler = يتولاه
rights-q-nobody = لا أحد
rights-q-hold = تعليق قانوني
rights-q-ended = انتهت مؤخرًا
rights-by-access = نسخة من البيانات
rights-by-portability = بيانات للنقل
rights-by-rectification = تصحيح
rights-by-erasure = محو
rights-by-survey_objection = بلا استبيانات
rights-by-objection = اعتراض
rights-by-restriction = تقييد
rights-way-portal = من البوابة
rights-way-link = من دون دخول
rights-way-phone = بالهاتف
rights-way-letter = برسالة
rights-new-heading = طلب جديد بالهاتف أو برسالة
rights-new-lede = دوّن ما يُسأل عنه هنا فقط. لا تنسخ مرفقات الرسالة ولا تحتفظ بأي وثيقة.
rights-new-email = البريد الإلكتروني الذي استخدمه الشخص معنا
rights-new-way = كيف وصل
rights-new-proof = كيف عرفت مقدم الطلب؟
rights-new-proof-link = إرسال رابط إلى العنوان المحفوظ لدينا (الأفضل)
rights-new-said = ما قاله الشخص، إن كان الطلب يحتاج إليه
rights-new-language = لغة الإجابة
rights-new-send = تدوين الطلب
rights-check-heading = قبل الإرسال
rights-check-document = لم أطلب وثيقة هوية ولا أحتفظ بأي منها.
rights-check-only = لم أدوّن إلا ما يحتاج إليه الطلب.
rights-proof-sign_in = دخل برابط أُرسل إليه
rights-proof-mailed_link = أكّد برابط أُرسل إليه
rights-proof-called_back = عاودنا الاتصال بالرقم المحفوظ لدينا
rights-proof-known_requests = عرف رقم طلب له وتاريخه
rights-proof-in_person = حضر بنفسه وهو معروف
rights-one-who = من يطلب
rights-one-unproved = لم يتأكد بعد. في الطريق رابط إلى العنوان المحفوظ لدينا.
rights-one-proved = تأكّد: { $proof }.
rights-one-prove = أعرف من يطلب
rights-one-held = ما المحفوظ
rights-one-held-counts = { $requests } · { $texts } · { $details }
rights-one-on-hold = { $n ->
    [zero] لا طلب عليه تعليق قانوني.
    [one] على أحد الطلبات تعليق قانوني فلا يمكن محوه.
    [two] على اثنين من الطلبات تعليق قانوني فلا يمكن محوهما.
    [few] على { $n } من الطلبات تعليق قانوني فلا يمكن محوها.
    [many] على { $n } من الطلبات تعليق قانوني فلا يمكن محوها.
   *[other] على { $n } من الطلبات تعليق قانوني فلا يمكن محوها.
}
rights-one-asked = ما المطلوب
rights-one-wrong = الخطأ
rights-one-right = الصواب
rights-one-said = بكلماته
rights-one-erased = مُحيت كلمات الشخص مع بياناته.
rights-one-copy = تُعدّ النسخة وتُسلَّم تلقائيًا: { $state }.
rights-copy-state-waiting = تنتظر الإعداد
rights-copy-state-ready = جاهزة للشخص
rights-copy-state-fetched = تسلّمها الشخص
rights-copy-state-expired = أُتلفت بعد أسبوعها
rights-one-find = البحث عن المواضع
rights-one-places = { $n ->
    [zero] هذه القيمة غير محفوظة في أي موضع. قارن طريقة كتابتها، أو أجب بأنه لم يوجد شيء.
    [one] محفوظة في موضع واحد:
    [two] محفوظة في موضعين:
    [few] محفوظة في { $n } مواضع:
    [many] محفوظة في { $n } موضعًا:
   *[other] محفوظة في { $n } موضع:
}
rights-one-passages = مقروءة في ما كتبه الشخص:
rights-one-in-subject = في عنوان الطلب
rights-one-in-message = { $n ->
    [zero] لا ترد في رسائله
    [one] مرة واحدة في رسائله
    [two] مرتين في رسائله
    [few] { $n } مرات في رسائله
    [many] { $n } مرة في رسائله
   *[other] { $n } مرة في رسائله
}
rights-one-passage-held = (يُبقي تعليق قانوني هذه الكلمات كما كُتبت، فصحّحها حين يُرفع)
rights-one-place-person = بيانات الشخص نفسه
rights-one-apply = وضع القيمة الصحيحة
rights-one-applied = صُحّح. أخبر الشخص في الإجابة.
rights-one-sure-rectify = تُتلف القيمة الخاطئة ولا يمكن استرجاعها. وإن شملها تعليق قانوني فإنها تُقفل إلى أن يُرفع ثم تُتلف.
rights-one-limited = تُحفظ البيانات ولا تُستخدم منذ { $day }.
rights-one-not-limited = يمكن استخدام البيانات من جديد.
rights-one-lift = السماح باستخدام البيانات من جديد
rights-one-sure-lift = سيُخبَر الشخص بذلك.
rights-one-goes = المحو: { $requests }، { $texts }، { $details }.
rights-one-tell = وصل هذا الطلب بالهاتف أو برسالة: أخبر الشخص أولًا بالطريقة نفسها لأن عنوانه يُمحى كذلك، وأعطه رقم الإثبات.
rights-one-erase = المحو كما في الخطة
rights-one-answer = الإجابة
rights-one-take = توليه
rights-one-take-over = توليه بدل الزميل
rights-one-take-first = يجب توليه أولًا.
rights-one-prove-first = يجب أولًا معرفة من يطلب.
rights-one-extend = تأجيله حتى { $day }
rights-one-no-extension = لا يسمح القانون الساري ({ $law }) بوقت أطول.
rights-law-eu = اللائحة الأوروبية العامة لحماية البيانات
rights-law-eg = قانون حماية البيانات المصري 151 لسنة 2020
rights-law-sa = نظام حماية البيانات الشخصية السعودي
rights-one-reason = لماذا يحتاج وقتًا أطول (يقرؤه الشخص)
rights-one-words = إجابتك بلغة الشخص: { $language }
rights-one-answer-send = إرسال الإجابة
rights-one-refuse = الرفض لهذا السبب
rights-one-sure-refuse = أرفضه. تبيّن الصفحة للشخص كيف يشتكي.
rights-one-over = انتهى هذا الطلب في { $day }.
rights-one-history = السجل
rights-one-yes = نعم، نفّذ
rights-act-asked = طُلب
rights-act-confirmed = تأكّد برابط مرسل
rights-act-proved = دُوّنت وسيلة معرفة مقدم الطلب
rights-act-taken = بدأت معالجته
rights-act-extended = أُجّل
rights-act-answered = أُجيب
rights-act-refused = رُفض
rights-act-withdrawn = سُحب
rights-act-copy_made = أُعدّت النسخة
rights-act-copy_fetched = تُسلِّمت النسخة
rights-act-limit_lifted = رُفع التقييد
rights-act-other = نُفّذ
rights-act-person = الشخص
rights-act-system = النظام
rights-alert = طلب العميل في { $day } حفظ بياناته من دون استخدامها. لا يمكن الكتابة أو الإظهار حتى يُرفع التقييد.
nav-rights = طلبات البيانات
nav-my-rights = بياناتك وحقوقك
privacy-rights = طلبات البيانات
privacy-rights-what = النسخ والتصحيح والمحو والاعتراض بحسب الموعد.
purpose-own-copy = في نسختك أنت
system-use-own-copy = { $kind }: في النسخة التي طلبتها، { $times }، آخرها { $last }
no = لا
mail-subject-request-confirm-subject = أكّد طلبك عن بياناتك
mail-subject-request-confirm-heading = هل هذا الطلب عن بياناتك منك؟
mail-subject-request-confirm-text = سأل أحدهم عن البيانات المحفوظة تحت هذا العنوان. تبيّن الصفحة التي يفتحها الرابط ما المطلوب، وتسأل مرة أخرى قبل تنفيذ أي شيء.
mail-subject-request-confirm-go = الاطلاع على الطلب
mail-subject-request-confirm-why = تصلك هذه الرسالة لأن أحدهم أدخل هذا العنوان. إن لم تكن أنت فتجاهلها: لا يحدث شيء من دون الرابط، وينتهي بعد سبعة أيام.
mail-subject-request-changed-subject = جديد في طلبك عن بياناتك
mail-subject-request-changed-heading = يوجد جديد في طلبك عن بياناتك
mail-subject-request-changed-text = ما تغيّر وسببه في صفحة الطلب لا في هذه الرسالة، لأن البريد قد يُقرأ في الطريق.
mail-subject-request-changed-go = قراءة الجديد
mail-subject-request-changed-why = تصلك هذه الرسالة لأن طلبًا عن بيانات شخصية قُدّم من هذا العنوان.
mail-subject-request-due-subject = حان موعد طلب بيانات
mail-subject-request-due-heading = حان موعد طلب عن البيانات
mail-subject-request-due-text = أوشك وقته على الانتهاء أو انتهى. تبيّن القائمة أيّها.
mail-subject-request-due-go = فتح الطلبات
mail-subject-request-due-why = تصلك هذه الرسالة لأنك مسؤول عن الخصوصية. ليس فيها كلمة من أي طلب.
### النسخة
copy-heading = نسخة من بياناتك
copy-lede = هذا كل ما كنا نحفظه عنك عند إعدادها، { $made }. رقم الطلب { $number }.
copy-masked = تبقى بيانات الآخرين محجوبة وتظهر بين ⟦ ⟧، وكذلك كلمات المرور والمفاتيح التي لا ينسخها أحد. يُذكر الموظفون باسم الفريق.
copy-contents = المحتويات
copy-nothing = لا شيء.
copy-part-profile = أنت
copy-part-tickets = طلباتك إلى الدعم
copy-part-requests = طلباتك عن بياناتك
copy-part-erasures = ما بقي من محوٍ ينتظر
copy-part-surveys = الاستبيانات
copy-part-mails = الرسائل إليك
copy-part-acts = ما الذي جرى
copy-part-why = لماذا وإلى متى ومن تسلّمها
copy-part-sessions = أين أنت داخل
copy-known-since = معروف منذ
copy-opened-at = فُتح
copy-active-at = آخر نشاط
copy-closed-at = أُغلق
copy-terms-version = إصدار شروط الاستخدام
copy-terms-accepted-at = قُبلت
copy-reference = الرقم
copy-category = الموضوع
copy-team = الفريق
copy-status = الحالة
copy-language = اللغة
copy-erased = مُحي
copy-subject = العنوان
copy-messages = الرسائل والملاحظات
copy-written-by = كتبها
copy-at = الوقت
copy-text = النص
copy-details = البيانات
copy-name = الاسم
copy-email = البريد الإلكتروني
copy-kind = النوع
copy-state = الحالة
copy-value = القيمة
copy-destroyed-at = أُتلف
copy-handled = من تولّاه
copy-from = من
copy-until = إلى
copy-closings = مرات الإغلاق
copy-number = الرقم
copy-reason = السبب
copy-goes-on-in = يُتابَع في
copy-seen = من اطّلع على ماذا
copy-detail = البيان
copy-purpose = الغرض
copy-second-person = وافق شخص ثانٍ
copy-looked-up = وُجد الطلب ببيان بعينه
copy-let-in = اطّلاع استثنائي بموافقة شخص ثانٍ
copy-used-by-the-system = استخدمه النظام ولم يطّلع عليه أحد
copy-times = عدد المرات
copy-last-at = آخرها
copy-way = كيف وصل
copy-proof = كيف عُرف مقدم الطلب
copy-received-at = وصل
copy-proved-at = تأكّد
copy-due-on = الموعد
copy-extended-at = أُجّل
copy-delay = لماذا احتاج وقتًا أطول
copy-settled-at = انتهى
copy-answer = الإجابة
copy-words = ما قلته
copy-wrong = الخطأ
copy-right = الصواب
copy-limited-from = لم تُستخدم منذ
copy-limited-until = لم تُستخدم حتى
copy-copy-fetched-at = تُسلِّمت النسخة
copy-wants-no-surveys = لا يريد الاستبيانات
copy-invitations = الدعوات
copy-due-at = الموعد
copy-expires-at = تنتهي
copy-was-answered = أُجيب عنها (من دون الإجابة)
copy-cancelled-at = سُحبت
copy-mail = الرسالة
copy-outcome = ما آلت إليه
copy-act = الفعل
copy-about = عن
copy-by = بواسطة
copy-controller = المسؤول عن البيانات
copy-address = العنوان البريدي
copy-complaints = لمن تُقدَّم الشكوى
copy-topics = المواضيع
copy-topic = الموضوع
copy-basis = الأساس القانوني
copy-kept = مدة الحفظ
copy-receivers = من يتسلّم شيئًا في الخارج
copy-receiver = المتسلّم
copy-country = البلد
copy-gets = يتسلّم
copy-held = كل ما هو محفوظ، موضعًا موضعًا
copy-places = المواضع في قاعدة البيانات
copy-part = القسم
copy-holds = المحتوى
copy-readers = من يقرؤه
copy-is-carried-out = ينتهي تلقائيًا
copy-is-open = مفتوح
copy-is-pending = معلّق
copy-is-closed = مغلق
copy-is-requester = أنت
copy-is-reply = الفريق، إليك
copy-is-note = الفريق، ملاحظة داخلية
copy-is-yours = لك
copy-is-hidden = محجوب: قد يكون لغيرك
copy-is-destroyed = أُتلف
copy-is-kept-by-law = مُقفل لأن القانون يوجب حفظه الآن، ولا يفتحه أحد من فريق الدعم
copy-ends = مدة حفظ كل جزء
copy-stage = الجزء
copy-ends-at = ينتهي في
copy-days-after-closing = أيام بعد الإغلاق
copy-held-longer = يُحفظ جزء مدة أطول لأن القانون يقضي بذلك
copy-digits = الأرقام
copy-is-latn = الأرقام الغربية
copy-is-arab = الأرقام العربية المشرقية
copy-address-changes = عناوين تُرسل إليها رسالة عن تغيير العنوان
copy-receipt = رقم الإثبات
copy-requests = الطلبات
copy-stays-for-now = طلبات تبقى الآن
copy-asked-at = وقت الطلب
copy-is-solved = حُلّ
copy-is-spam = رسالة مزعجة
copy-is-duplicate = مكرر
copy-is-inactive = بلا رد
copy-is-unproved = ينتظر التأكيد
copy-is-received = وصل
copy-is-running = قيد المعالجة
copy-is-extended = يحتاج وقتًا أطول
copy-is-answered = أُجيب
copy-is-refused = رُفض
copy-is-withdrawn = سُحب
copy-is-sent = أُرسلت
copy-is-failed = لم تصل
copy-is-quarantined = أوقفها خلل
copy-is-waiting = تنتظر
copy-is-you = أنت
copy-is-staff = الموظفون
copy-is-system = النظام
copy-is-portal = البوابة
copy-is-link = رابط مرسل
copy-is-phone = الهاتف
copy-is-letter = رسالة
copy-is-sign-in = بالدخول
copy-is-mailed-link = رابط مرسل
copy-is-called-back = معاودة الاتصال
copy-is-known-requests = عرف طلبًا له
copy-is-in-person = حضر بنفسه
copy-is-en = الإنجليزية
copy-is-ar = العربية
copy-accepted = ما فُتح الطلب بموجبه
copy-locale = اللغة
copy-priority = الأولوية
copy-tags = الوسوم
copy-sleeps-until = مؤجل حتى
copy-is-terms = شروط الاستخدام
copy-is-notice = إشعار الخصوصية
copy-is-low = منخفضة
copy-is-normal = عادية
copy-is-high = عالية
copy-is-urgent = عاجلة
copy-is-secret = سر: لا يُنسخ في أي مكان
copy-given-to-authorities = ما قُدّم إلى الجهات
copy-authority = الجهة
copy-document = الوثيقة
copy-texts = النصوص
copy-extent = القدر
copy-is-everything = كل شيء
copy-is-details = البيانات المحجوبة وحدها
