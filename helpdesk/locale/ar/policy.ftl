### ما يُشتق من السياسة: إشعار الخصوصية والسجل وصفحة مسؤولي الخصوصية

nav-privacy-notice = الخصوصية
nav-more = المزيد
nav-privacy = الخصوصية
nav-register = السجل

## صفحة مسؤولي الخصوصية
privacy-heading = الخصوصية
privacy-lede = ما يعالجه هذا المكتب، وما يبيّن التزامه بقواعده.
privacy-register = سجل أنشطة المعالجة
privacy-register-what = ما الذي يُعالج ولأي غرض ومن يقرؤه وحتى متى، مستخرج من السياسة ومقارن بقاعدة البيانات.
privacy-notice-what = ما يقرؤه العملاء: القواعد نفسها بكلمات بسيطة.

## الأسس القانونية
basis-consent = الموافقة
basis-contract = العقد
basis-legal-obligation = التزام قانوني
basis-vital-interests = مصالح حيوية
basis-public-task = مهمة عامة
basis-legitimate-interests = مصالح مشروعة
basis-category = أساس موضوع الطلب
basis-none = لا شيء عن شخص
basis-consent-plain = لأنك وافقت عليه، ويمكنك سحب الموافقة في أي وقت.
basis-contract-plain = لأنه لازم للخدمات التي تجمعنا بك أو التي تسألنا عنها.
basis-legal-obligation-plain = لأن القانون يُلزمنا به.
basis-vital-interests-plain = لأنه يحمي حياة أحد أو صحته.
basis-public-task-plain = لأنه مهمة للمصلحة العامة.
basis-legitimate-interests-plain = لأن لنا مصلحة مشروعة في الرد على مثل هذه الطلبات، ويمكنك الاعتراض.

## المراحل والوقائع
stage-attachments = المرفقات
stage-texts = النصوص والبيانات المحجوبة
stage-pseudonym = الصلة بين الطلب والشخص
stage-rest = ما تبقّى
days = { $n ->
        [zero] دون انتظار
        [one] يوم واحد
        [two] يومان
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
years = { $n ->
        [zero] دون انتظار
        [one] سنة واحدة
        [two] سنتان
        [few] { $n } سنوات
        [many] { $n } سنة
       *[other] { $n } سنة
    }
fact-reference = رقم الطلب
fact-category = الموضوع
fact-team = الفريق
fact-status = الحالة
fact-locale = اللغة
fact-opened_at = وقت الفتح
fact-closed_at = وقت الإغلاق

## إشعار الخصوصية
notice-heading = إشعار الخصوصية
notice-version = السياسة { $version }
notice-lede = ما الذي نطلبه، ومن يراه، وكم نحتفظ به، وما الذي يمكنك فعله. وهذه الصفحة مستخرجة من القواعد التي يعمل بها نظامنا نفسه.
notice-controller-heading = الجهة المسؤولة عن بياناتك
notice-controller-mail = للأسئلة عن الخصوصية:
notice-asked-heading = ما الذي نطلبه ومن يراه
notice-asked-lede = لكل موضوع قائمة قصيرة من الحقول، وفيه عنوان ونص تكتبه. ولا نطلب غير ذلك.
notice-asked = نطلب
notice-basis = لماذا يحق لنا ذلك
notice-text = نص رسالتك
notice-text-desk = يمكن لموظفي الدعم قراءته دون البيانات المحجوبة.
notice-text-team = يمكن لمن يخدمون { $team } قراءته دون البيانات المحجوبة.
notice-text-assignee = يمكن لمن يخدمون { $team } قراءته دون البيانات المحجوبة حتى يتولاه أحدهم، ثم لا يقرؤه غيره.
notice-at-once = ما يراه فورًا الموظف الذي يتولى طلبك
notice-at-once-nothing = لا شيء من المحجوب
notice-opens = ما يُفتح عند الحاجة
notice-opens-lede = ولا يُفتح المحجوب إلا للموظف الذي يتولى طلبك، ولأحد الأغراض المذكورة أدناه وحده، ولمدة { $n ->
        [zero] قصيرة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $n } دقائق
        [many] { $n } دقيقة
       *[other] { $n } دقيقة
    } فقط.
notice-opens-others = كل ما عدا ذلك من المحجوب
notice-opens-nothing = لا شيء
notice-two = بموافقة شخص ثانٍ
notice-never = ما لا يُفتح لأحد أبدًا
notice-recorded-heading = كل اطلاع يُسجَّل
notice-recorded = قبل إظهار أي بيان محجوب يُسجَّل من يراه ولأي غرض وحتى متى. ويمكنك قراءة القائمة في صفحة طلبك في أي وقت.
notice-recorded-team = ويُذكر فيها فريق الموظف.
notice-recorded-agent = ويُذكر فيها اسم الموظف.
notice-others-heading = المديرون ومسؤولو الخصوصية
notice-others = لا يمكنهم قراءة الطلبات من تلقاء أنفسهم. وعند الضرورة قد يقرأ مسؤول خصوصية أو مدير نظام طلبًا واحدًا لسبب مكتوب ولمدة قصيرة إذا وافق شخص ثانٍ، وتذكر صفحة طلبك ذلك حينها. يرى المديرون الرضا في مجموعات، ويرى مسؤولو الخصوصية من فتح أي نوع من البيانات ولماذا.
notice-hidden-heading = ما الذي يُحجب
notice-hidden-found = قبل تخزين طلبك يُبحث في كلماتك عن البيانات الخاصة وتُحجب: أرقام الهاتف والعناوين وأرقام البطاقات والحسابات وأرقام الهوية وكلمات المرور ومفاتيح الوصول وغيرها. وترى قبل الإرسال ما سيُحجب، ويمكنك أن تقرر غير ذلك.
notice-hidden-imperfect = لا يكون العثور على هذه البيانات كاملًا أبدًا، ولذلك يُشفَّر كل ما تكتبه عند تخزينه، محجوبًا كان أم لا.
notice-hidden-secrets = تُتلف كلمات المرور ومفاتيح الوصول والرموز فور إغلاق طلبك. ولا يُستثنى إلا ما يُلزمنا القانون بحفظه: يُقفل عندئذٍ ولا يفتحه أحد من فريق الدعم إلى أن ينتهي ذلك.
notice-mail-heading = رسائلنا بالبريد
notice-mail = فيها رقم طلبك ورابط خاص، وليس فيها كلمة مما كتبت أو كتبنا.
notice-mail-text = وفي هذه المواضيع قد تحمل الرسالة ردنا دون البيانات المحجوبة:
notice-limits-heading = كم نحتفظ به
notice-limits-lede = قاعدتنا ألا نحتفظ به بعد إغلاق الطلب أطول من هذه المدد:
notice-limits-topic = الموضوع
notice-limits-planned = النظام نفسه يُتلف كلمات المرور ومفاتيح الوصول والرموز. أما المدد الأخرى فهي قاعدتنا، ولا يحذف النظام بعدُ من تلقاء نفسه عند حلولها. ويمكنك أن تطلب محو بياناتك في أي وقت.
notice-limits-enforced = النظام نفسه ينفذ هذه المدد.
notice-processors-heading = من يتلقى شيئًا غيرنا
notice-processors-none = لا يتلقى أحد من الخارج شيئًا من طلبك.
notice-processors-lede = هؤلاء، ولا شيء غير المذكور هنا:
notice-processor-country = البلد
notice-processor-own-country = بلدنا نفسه
notice-processor-fields = يتلقى
notice-processor-nothing = لا شيء من طلبك
notice-survey-heading = السؤال عن الرضا
notice-survey = عند إغلاق طلب في هذه المواضيع قد نسألك سؤالًا واحدًا بالبريد:
notice-survey-opt-in = عند إغلاق طلب في هذه المواضيع سمحتَ فيه بذلك قد نسألك سؤالًا واحدًا بالبريد:
notice-survey-unlinked = تُخزَّن إجابتك دون اسمك ودون رقم طلبك، ولا تُعرض المجموعات الصغيرة أبدًا. وفي كل رسالة من هذه الرسائل رابط لإيقافها.
notice-survey-none = لا نسأل.
notice-rights-heading = حقوقك
notice-rights-lede = يمكنك في أي وقت أن تطلب منا
notice-right-access = معرفة ما لدينا عنك ونسخة منه،
notice-right-correct = وتصحيحه،
notice-right-erase = ومحوه،
notice-right-restrict = وحفظه دون أي استخدام آخر،
notice-right-portability = وتسليمه بصيغة تقرؤها البرامج،
notice-right-object = ووقف ما يستند إلى مصالحنا المشروعة، والسؤال عن الرضا.
notice-rights-how = تكفي الكتابة إلى العنوان أعلاه. وقد يضع القانون حدودًا، وعندئذ نخبرك بها. ويمكنك أيضًا تقديم شكوى إلى سلطة حماية البيانات.
notice-rights-form = نموذج التواصل
notice-cookies-heading = ملفات الارتباط وعناوين الشبكة
notice-cookies = لا نضع سوى ملفات ارتباط لا تعمل صفحاتنا من دونها: للغة التي تختارها، وللبقاء داخلًا. وتسردها صفحة ملفات الارتباط واحدًا واحدًا. لا شيء يتتبعك، ولا تجلب صفحاتنا شيئًا من شركات أخرى.
notice-addresses = لا يخزن هذا النظام عنوان الشبكة مع الطلبات أو الإجابات.

## السجل
register-heading = سجل أنشطة المعالجة
register-lede = مستخرج من السياسة { $version } ومن سجل البرنامج نفسه، ويقارنه اختبار بقاعدة البيانات.
register-download-json = تنزيل بصيغة JSON
register-download-csv = تنزيل بصيغة CSV
register-controller = الجهة المسؤولة
register-activities = الأنشطة
register-activity = النشاط
register-purpose = الغرض
register-basis = الأساس القانوني
register-subjects = أصحاب البيانات
register-data = البيانات
register-recipients = من يتلقاها
register-limits = المدد بعد الإغلاق
register-until = حتى متى
register-data-written = ما يكتبه صاحب الطلب وما حُجب فيه
register-agents = من يخدمون { $team }
register-agents-all = موظفو كل الفرق دون البيانات المحجوبة
register-assignee = الموظف المسؤول عن الطلب
register-processors = المعالِجون
register-no-processors = لا تذكر السياسة أي معالِج.
register-country = البلد
register-fields = يتلقى
register-events = متى
register-contract-until = العقد حتى
register-open-end = دون نهاية مذكورة
register-measures = تدابير الأمان
register-technical = كل عمود ومفتاح سجل ومتغير بريد
register-technical-lede = المدد المعلَّمة بنجمة معلنة في السياسة، ولا ينفذها البرنامج بعدُ من تلقاء نفسه.
register-limits-planned = المدد هي مدد السياسة، ولا يحذف البرنامج بعدُ من تلقاء نفسه عند حلولها. أما كلمات المرور ومفاتيح الوصول والرموز فيُتلفها عند الإغلاق.
register-planned = معلنة، ولا ينفذها البرنامج بعدُ
register-place = الموضع
register-holds = المحتوى
register-readers = القراء
register-nobody = لا أحد
register-part = الجزء
measure-redaction = تُحجب البيانات الخاصة قبل تخزين الطلب، والنص الذي يتعذر فحصه يُحجب كله.
measure-encryption = كل ما يكتبه الناس، وكل بيان محجوب، مشفَّر بمفتاح خاص بطلبه. وهذه المفاتيح مغلَّفة بمفتاح رئيسي محفوظ خارج قاعدة البيانات.
measure-need-to-know = لا يرى البيانات المحجوبة إلا الموظف المسؤول عن الطلب: ما يحتاج إليه الموضوع فورًا، وغيره لغرض معلن ومدة محدودة.
measure-recorded = كل اطلاع يُسجَّل قبل فتح القيمة، ويمكن لصاحب الطلب قراءة السجل.
measure-secrets = تُتلف كلمات المرور ومفاتيح الوصول والرموز عند إغلاق الطلب.
measure-sign-in = تُخزَّن كلمات مرور الموظفين بصمات بطيئة، والروابط والرموز بصمات فقط.
measure-mail = في الرسائل رقم ورابط دون كلمة من الطلب، ولا تعرف الرسالة قبل إرسالها كلمات ولا عنوانًا.
measure-logs = مفاتيح أسطر السجل من قائمة ثابتة، وليس فيها شيء كتبه شخص.
measure-results = تُخفي النتائج المجموعات التي تقل عن خمس إجابات.
measure-search = يعمل البحث على بصمات بمفتاح للكلمات، ولا تبقى في فهرسه كلمة مكشوفة.
measure-second-wall = قاعدة البيانات نفسها لا تعطي الصفوف والنص المشفَّر إلا لمن يحق له، مهما طلب البرنامج.
measure-chain = بنود سجل التدقيق متسلسلة وموقَّعة، فيظهر أي تغيير فيها.
measure-audit = كل فعل يُسجَّل دون محتواه في المعاملة نفسها.

## مخطط واجهة البرمجة
schema-ticket = طلب جديد
schema-ticket-what = ما تقبله واجهة البرمجة لفتح طلب: كائن مغلق لكل موضوع، لا يحمل إلا ما يطلبه موضوعه.
