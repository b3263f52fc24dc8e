"""The names of months: European languages, Arabic of the Gulf, the Nile, the Levant and the Maghreb, the Islamic calendar."""

from helpdesk.privacy.redaction.normalise import fold_arabic

_LATIN = (
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "januar februar märz mai juni juli oktober dezember januari februari maart mei augustus maj augusti",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro",
    "ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "január február március április május június július augusztus szeptember október",
    "fev déc dez avr mrt okt",
    "yanayer febrayer yonyo yolyo oghostos septembar noufamber kanoun shbat nisan ayyar tammouz aylool tishreen muharram safar rajab shaaban ramadan shawwal",
)
_ARABIC = (
    "يناير فبراير مارس أبريل إبريل مايو يونيو يونيه يوليو يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جانفي فيفري أفريل ماي جوان جويلية أوت شتنبر نونبر دجنبر غشت يوليوز",
    "شباط آذار نيسان أيار حزيران تموز آب أيلول محرم صفر رجب شعبان رمضان شوال",
)
_IN_TWO = (
    "كانون الثاني|كانون التاني|كانون الأول|تشرين الأول|تشرين الثاني|تشرين التاني|ربيع الأول|ربيع الثاني|ربيع الآخر|جمادى الأولى|"
    "جمادى الآخرة|جمادى الثانية|ذو القعدة|ذو الحجة|ذي القعدة|ذي الحجة"
)
# Single words, folded, that are or begin the name of a month.
MONTH_WORDS = frozenset(
    [*(fold_arabic(word) for line in (*_LATIN, *_ARABIC) for word in line.split())]
    + [fold_arabic(name.split()[0]) for name in _IN_TWO.split("|")]
)
