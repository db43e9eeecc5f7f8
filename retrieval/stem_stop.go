package retrieval

// stopLists holds, by language, the words that say nothing about a story: the
// little words of a sentence, and those that questions are made of. A few more
// or less move nothing, as words that every article has weigh next to nothing;
// they also tell languages apart, so none is left out for being another
// language's too. "Said" stays in: half of all news is who said what.
var stopLists = map[string]string{
	"en": `a about above after again against ain all also am an and any are aren as at be because been
before being below between both but by can cannot could couldn d did didn do does doesn doing don dont down during
each either etc ever few for from further had hadn has hasn have haven having he hed her here hers herself him himself
his how i if im in into is isn it its itself just ll m may me might mightn more most much must mustn my myself
neither no nor not now o of off on once only or other our ours ourselves out over own per please re s same shall shan
she should shouldn so some such t tell than that thats the their theirs them themselves then there theres these they
this those through to too under until up upon us ve very via was wasn we were weren what whats when where whether
which while who whom whose why will with won wont would wouldn y you your yours yourself yourselves`,

	"de": `aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis da dabei damit
dann das dass dein dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort du durch ein
eine einem einen einer eines er es etwa etwas euch für gegen gibt hat hatte hatten habe haben hier hin ich ihm ihn ihnen
ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinen können könnte mal
man mehr mein mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sei sein seine seinem seinen
seiner seit sich sie sind so solche soll sollen sollte sondern sonst um und uns unser unter viel vom von vor wann war
waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen wie wieder wieso will
wir wird wo woher wohin wofür wurde wurden während würde zu zum zur zwar zwischen über`,

	"fr": `à afin ai ainsi alors après au aucun aucune aussi autre autres aux avant avec avait avaient avez avons ayant c
car ce ceci cela celle celles celui cependant ces cet cette ceux chez ci comme comment contre d dans de depuis des donc
dont du elle elles en encore entre es est et étaient était étant été être eu eux fait il ils j je jusqu l la laquelle
le lequel les lesquels leur leurs lors lorsque lui m ma mais me même mêmes mes moi moins mon n ne ni non nos notre nous
on ont ou où par parce pas pendant peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui
quoi s sa sans se sera seront ses si soit son sont sous sur t ta te tes toi ton tous tout toute toutes très tu un une
vers vos votre vous y`,

	"es": `a al algo algunas algunos ante antes aquel aquella así aunque bajo bien cada casi como cómo con contra cual
cuál cuáles cuando cuándo cuanto cuánto cuánta cuántas cuántos de del desde después donde dónde dos durante e el él ella
ellas ellos en entre era eran es esa esas ese eso esos esta está estaba están estas este esto estos fue fueron ha había
han hasta hay la las le les lo los más me mi mientras mis muy nada ni no nos nosotros nuestra nuestro o os otra otras
otro otros para pero poco por porque qué que quien quién quienes quiénes se según ser será si sí sido sin sobre son su
sus también tan tanto te tiene tienen todo todos tras tu tus un una uno unos y ya yo`,

	"pt": `a ainda ao aos apenas após aquela aquele as até cada com como contra da das de dela dele deles depois desde do
dos durante e é ela elas ele eles em entre era eram essa essas esse esses esta está estão estas estava este estes eu foi
foram há isso isto já lhe mais mas me mesmo meu minha muito muitos na não nas nem no nos nós nossa nosso num numa o onde
os ou para pela pelas pelo pelos per por porque porquê qual quais quando quanto quanta quantas quantos que quem se sem
ser será seu seus só sob sobre sua suas também tem têm ter teve tinha todas todos tudo um uma umas uns você vocês`,

	"it": `a ad agli ai al all alla alle allo anche ancora avere aveva avevano c che chi ci cioè col come con contro cosa
cui d da dagli dai dal dall dalla dalle dallo degli dei del dell della delle dello di dopo dove e è ed era erano essere
fa fino fra fu gli ha hanno i il in io l la le lei li lo loro lui ma me mentre mi mia mio molto ne né negli nei nel nell
nella nelle nello noi non nostra nostro o ogni oltre per perché però più poi prima qual quale quali quando quanta quante
quanti quanto quella quelle quelli quello questa queste questi questo qui quindi se sei senza si sia sono sta stata
state stati stato su sua sue sugli sui sul sull sulla sulle suo suoi tra tutti tutto un una uno vi voi`,

	"nl": `aan al alle alleen als altijd andere bij daar dan dat de den der deze die dit doen door dus een en er ge geen
geweest haar had hadden heb hebben heeft hem het hier hij hoe hoeveel hun ik in is ja je kan kon kunnen maar me meer men
met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds sinds te tegen toch toen tot tussen
u uit uw van veel voor waar waarom wanneer want waren was wat we wel welk welke werd werden wie wij wil worden wordt zal
ze zelf zich zij zijn zo zonder zou zouden`,

	"da": `ad af alle alt anden at blev blive bliver da de deg dem den denne der deres det dette dig din disse dog du efter
eller en end er et for fordi fra få får ham han hans har havde have hej hende hendes her hos hun hvad hvem hver hvilke
hvilken hvilket hvis hvor hvordan hvorfor hvornår i igen ikke ind jeg jer jo kan kom kun kunne man mange med meget mellem
men mere mig min mod må ned nej noget nogle nok nu når og også om op os over på se sig sin sit skal skulle som så til ud
under uden var ved vi vil ville vor være været`,

	"no": `alle andre at av bare ble bli blir blitt både da de deg dem den denne der deres det dette disse du eller en enn
er et etter for fordi fra få får før ha hadde ham han hans har hennes henne her hos hun hva hvem hver hvilke hvilken
hvilket hvis hvor hvordan hvorfor i ikke ikkje inn ja jeg kan kom kun kunne man mange med meg mellom men mer mot mye må
ned nei noe noen nok nå når og også om opp oss over på seg selv sin sine sitt skal skulle slik som så til ut uten var ved
vi vil ville være vært vår eg ein eit frå kva kven kvar kvifor korleis`,

	"sv": `alla allt att av blev bli blir blivit både de dem den denna deras dess dessa det detta dig din du där då efter
ej eller en er ett från för få får genom ha hade han hans har hela henne hennes hon honom hur här i in ingen inom inte ja
jag kan kommer kunde man med mellan men mer mig min mot mycket måste ni nu när någon något några och också om oss på sedan
sig sin sina sitt ska skall skulle som så till under upp ut utan vad var vara varför varit vem vems vi vid vilka vilken
vilket vill än är åt över`,

	"fi": `ei eivät ehkä en enemmän eri että hän häneen häneltä hänelle hänen hänet he heidän heille ja jo joka jolla jonka
jos jossa jota jotka joten kaikki kanssa keitä ken kenen ketkä kuin kuinka kuka kun kuten me meidän mihin mikä miksi
milloin millainen minä missä mistä mitä mitkä mukaan mutta muun myös ne niiden niin nyt nämä näiden näin ole olevan oli
olisi olivat olla olleet ollut on onko ovat paljon se sekä sen siellä sille sillä siinä sitä tai te tämä tämän tähän tässä
tätä vaan vai vaikka vain voi voivat`,

	"hu": `a abban ahhoz aki akik ahol alatt által általában amely amelyek ami amikor annak arra az azok azon azt aztán azzal
át be belül benne bár csak de e ebben egy egyéb ehhez ekkor el ellen előtt én ennek erre és ez ezek ezen ezért ezt
ezzel fel felé felett fölött hanem hány hogy hogyan hol honnan hova ha igen ill illetve is itt ki kik kit kinek kell kellett között le
legyen lehet lesz lett maga már másik meg mellett mely melyik mert mi miért mikor milyen mint mit mivel most na nagyon ne
nem nincs ő ők őket össze után pedig s sem során szerint szét ugyanis úgy van vagy voltak volt vele volna`,

	"ro": `a acea aceasta această aceea acel acest acesta aceste acestea acești ai aia al ale am apoi are as asta astfel au
avea avut ca că când care cât câte câți ce cea cei cel cele celor cine cu cui cum da dacă dar de deci decât deja deși
despre din după ea ei el ele era este eu fi fie fost iar în între îi își la le lor lui mai mult ne nici nimic noi nu o
ori pe pentru peste prin sa să sale sau se spre sub sunt și toate tot toți un una unde unei unor unui va vor vom`,

	"ru": `а без более бы был была были было быть в вам вас весь во вот все всё всего всех вы где да даже для до его ее её
если есть еще ещё же за здесь и из или им их к как какая какие какой каком когда которая которые который кто куда ли
либо между меня мне много может можно мой мы на над надо нам нас не него нее неё нет ни них но ну о об однако он она они
оно от очень по под после потому почему при про с со сколько так также такой там тебя тем то того тоже только том ты у
уже хотя чего чей чем что чтобы чья эта эти это этого этой этом этот я`,

	"tr": `acaba ama ancak bana bazı belki ben beni benim bile bir biri biz bize bizim bu bunu bunun böyle çok çünkü da daha
de defa değil diye dolayı en gibi göre hangi hangisi hem hep hepsi her hiç için ile ilgili ise işte kadar karşı ki kim
kime kimi kimin mı mi mu mü nasıl ne neden nedir nerede nereye niçin niye o olan olarak oldu olduğu olması on ona ondan
onlar onu onun pek sen siz sonra şey şu tarafından tüm üzere ve veya ya yani yer zaman kaç`,

	"ar": `في من إلى على عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم هن أن إن لا لم لن ما ماذا متى أين كيف لماذا كم أي هل
قد كان كانت يكون تكون ليس بعد قبل بين حتى عند عندما كل كما أو أم ثم بل لكن حيث منذ خلال ضد غير أيضا وقد وفي ومن وعلى
كما إلا إذا حول`,

	"pl": `a aby albo ale ani aż bardzo bez bo być był była było były by będzie będą choć co czy czyj czego czym dla do dlaczego
gdy gdzie go i ich ile im inne ja jak jaka jaki jakie jako jego jej jest jeszcze jeśli już kiedy kim kto która które
którego której który których którzy lub ma mają mi mnie mogą może my na nad nam nas nie nic nich nim niż o od on ona one
oni oraz po pod podczas ponieważ przed przez przy są się tak także tam te tego tej ten to tu ty tych tylko tym
u w wam we więc wszystko z za ze że żeby`,

	"cs": `a aby aj ale ani asi až bez bude budou by být byl byla byli bylo co což či do ho i já jak jako jaká jaké jaký je
jeho jej její jejich jen jenž ještě ji jich jsem jsme jsou již k kam kde kdo kdy kolik která které který kteří ku má mezi
mi mít mohou může my na nad nebo než není o od on ona oni ono pak po pod podle pokud pouze proč proto protože před přes
při s se si tak také tam ten tento to toho tom tomu tu ty u už v ve však více vy z za ze že`,

	"uk": `а або але без би був була були було бути в вас весь від він вона вони воно все всі в'ін де для до його же з за і із
її й ким коли кому котрий куди ли лише між мене ми може на над нам нас не нього ні ним них о один однак от перед під після
по при про раз саме свої себе скільки та так також там те ти того тому тільки у цей це цього цьому ці чи чий чого чому що
щоб як яка який які якого якій я є`,

	"el": `ο η το οι τα του της των τον την τους τις και κι αλλά αν από για γιατί δε δεν εδώ είναι είχε εκεί ένα ένας έναν
ενώ επί ήταν θα κάθε κατά κάτι με μέσα μετά μέχρι μη μην μια μία μόνο να ναι όλα όμως όπου όπως όταν ότι πια πιο ποια
ποιο ποιος ποιοι πόσα πόσο πόσοι ποτέ πότε που πού πριν προς πως πώς σαν σε στα στη στην στις στο στον στους τι τότε
υπό χωρίς ως`,

	"he": `של את על לא כי זה זו הוא היא הם הן אני אתה אנחנו עם גם אם או אבל כל רק עוד יותר בין אחרי לפני מה מי איפה מתי
למה מדוע איך כיצד כמה האם יש אין היה היתה הייתה היו להיות אשר כדי לפי אל מן עד כבר`,
}
