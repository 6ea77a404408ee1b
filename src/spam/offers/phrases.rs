//! The phrases, family by family. A new one belongs here only if it would be odd from a customer's mouth (strong), or is the
//! trade's own noun (weak). Numbers are `#`, prices `$#`, shares `#%`; accents and apostrophes are left out.

use super::{Family, Kind};

/// Every family.
pub const FAMILIES: [Family; 18] = [
    Family {
        reason: "It offers search ranking or visitors for sale",
        kind: Kind::Offer,
        strong: "seo company|seo agency|seo expert|seo services|seo service|seo packages|seo package|\
                 seo audit of your|seo plan|search engine optimization services|search engine optimisation services|\
                 rank your|your ranking|your rankings|your google ranking*|your search ranking*|boost your traffic|\
                 increase your organic|increase your traffic|your organic traffic|drive traffic|\
                 more traffic to your|targeted traffic|# backlinks|backlink packages|buy backlinks|trust flow|\
                 buy domain authority|white hat|first page in|#st page ranking|page # ranking|page one of google|\
                 top of google|not ranking|it from ranking|maps ranking|local citations|# visitors to|human traffic|\
                 seo experts|digital marketing company|digital marketing agency|marketing company from|\
                 get listed in|продвижение сайт*|продвижение вашего|раскрутка сайт*|прогон по базам|вывод в топ|\
                 seo продвижение|posicionamiento web para su|referencement de votre site|instagram followers|\
                 buy followers|get #k followers|platz # bei|seite # bei google|backlinks ab|ihre webseite auf|\
                 votre site en premiere|primera pagina de google",
        weak: "seo|backlink|backlinks|link building|keyword research|first page|organic traffic|domain authority|\
               google ranking*|rank higher|on page|off page|топ #|keywords|search results|ранжирован*|instagram|\
               followers|ppc|smo|directories|google rank*|sales|suchmaschinenoptimierung|referencement",
    },
    Family {
        reason: "It offers the reader a website, an app or staff",
        kind: Kind::Offer,
        strong: "redesign of your website|redesign your website|redesign your site|\
                 web design and development company|web design company|web development company|\
                 website design company|app development company|design and development services|\
                 our team of developers|outsourc* your|hire our developers|explainer video for|animated video for|\
                 logo design services|our portfolio and pric*|virtual assistant services|dedicated developers|\
                 certified developers|developers offering|we design websites|we build websites|offshore",
        weak: "wordpress|shopify|mobile apps|magento|redesign|explainer video|mobile app|hourly rate|our developers|\
               our portfolio",
    },
    Family {
        reason: "It trades in guest posts or links",
        kind: Kind::Offer,
        strong: "guest posts|publish a guest|guest post on your|price for guest|sponsored post*|submit an article|\
                 to your blog|sponsored article*|per post|write for your blog|contribute an article|\
                 article for your blog|link exchange|exchange links|link swap|paid post*|post on your site|\
                 article on your site|accept guest|guest article*|link to my client|link to our client",
        weak: "guest post|unique article|niches|niche|our client|price for|content team",
    },
    Family {
        reason: "It asks for links that carry search weight",
        kind: Kind::Offer,
        strong: "dofollow|do follow|link insertion*|insert a link|add our link|high da|da dr|# way|da #|dr #|\
                 dofollow backlink*|place your link|place a link|text link|permanent link|adding a link|\
                 add a link to|your resources page",
        weak: "backlinks to|anchor text|high authority|your rates",
    },
    Family {
        reason: "It advertises betting or a casino",
        kind: Kind::Offer,
        strong: "online casino|casino bonus|casino online|no deposit|free spins|welcome bonus|free bet|free bets|\
                 betting promo|promo code|real money|roulette bonus|slots casino|play and win|sportsbook|\
                 sports betting|betting tips|fixed matches|онлайн казино|казино онлайн|бонус за регистрацию|\
                 игровые автоматы|ставки на спорт|casino en ligne|casino en linea|casino online gratis|slot gacor|\
                 judi online|在线赌场|博彩|娱乐城",
        weak: "casino*|slots|poker|roulette|jackpot*|betting|bonus|казино|бонус|вывод денег|baccarat|blackjack|togel",
    },
    Family {
        reason: "It advertises medicines or miracle cures",
        kind: Kind::Offer,
        strong: "buy viagra|buy cialis|viagra online|cialis online|generic viagra|without prescription|\
                 without a prescription|no prescription|canadian pharmacy|online pharmacy|buy xanax|buy tramadol|\
                 buy ozempic|buy steroids|discreet shipping|male enhancement|penis enlargement|weight loss keto|\
                 keto pill*|diet pill*|fat burn*|lose # kg|lose # lbs|lose # pounds|lose #kg|lose #lbs|doctors hate|\
                 cbd gummies|gummies with cbd|testosterone booster|miracle cure|виагра*|сиалис*",
        weak: "viagra|cialis|tadalafil|xanax|tramadol|hgh|steroids|cbd|gummies|weight loss|ozempic|keto|pills|#mg",
    },
    Family {
        reason: "It promises easy money, coins or trading gains",
        kind: Kind::Offer,
        strong: "crypto investment*|trading bot|guaranteed profit*|crypto trading bot*|crypto trading platform|\
                 без вложений|рублей в день|guaranteed returns|passive income|earn $#|earn up to $#|make $#|\
                 double your money|double your bitcoin|forex signals|bitcoin signals|forex and|airdrop|\
                 binary options|invest $#|become rich|working from home|work from home and|financial freedom|\
                 per day from home|daily profit*|roi daily|bitcoin mining|presale token*|btc every|usdt|\
                 заработок в интернете|пассивный доход|заработок на|ganar dinero desde casa|gagner de largent|\
                 geld verdienen|ganz ohne arbeit|euro am tag|passives einkommen|euros al dia|euros par jour|\
                 ingresos pasivos|高收益|兼职赚钱",
        weak: "crypto|crypto trading|заработок|bitcoin|btc|eth|forex|investment platform|token|nft|trading|profit*|\
               investors|invest|investment|withdraw*|payout*|bot|вложени*|криптовалют*|доход",
    },
    Family {
        reason: "It offers a loan or credit",
        kind: Kind::Offer,
        strong: "need an urgent|urgent business loan|no credit check|bad credit|instant loan*|quick loan*|\
                 loan offer|we offer loan*|we give out|business funding|funding for your business|qualify for up to|\
                 working capital|merchant cash advance|approved in|preapproved|pre approved|kredit ohne|\
                 sofort kredit|ohne schufa|без отказа|займ онлайн|срочный займ|кредит на карту|кредит без|\
                 микрозайм*|pret entre particulier*|reponse en #h|sans garantie|prestamos rapidos|\
                 ofrecemos prestamos|entre particulares|no collateral|credito rapido|offre de pret|无抵押贷款",
        weak: "loan|loans|#% interest|interest rate|taux #%|kredit|займ*|кредит*|prestamo*|lender|贷款",
    },
    Family {
        reason: "It advertises dating or adult content",
        kind: Kind::Offer,
        strong: "single girls|hey handsome|chat with me|like you very much|saw your profile|free registration|\
                 meet me tonight|hot girls|girls near you|have fun tonight|hot single*|sexy girls|sex tonight|\
                 meet you tonight|adult dating|dating site*|escort service*|escorts in|nude photos|nude pics|\
                 my nudes|webcam girls|live sex|hookup*|private photos|my hot photos|waiting for you here|\
                 lonely tonight|porn video*|mature women|russian brides|секс знакомства|интим услуги|проститутки|\
                 порно видео|约炮",
        weak: "dating|girls|sexy|escort*|porn*|xxx|nude*|lonely|знакомства",
    },
    Family {
        reason: "It sells copied goods or false papers",
        kind: Kind::Offer,
        strong: "replica watches|replica bags|replica handbags|replica rolex|replica shoes|aaa replica*|#:# replica|\
                 fake passport*|fake id|buy driving licen*|real and fake|counterfeit*|cheap sneakers|cheap jerseys|\
                 designer outlet|vuitton outlet|ray ban outlet|代开*|假证|办证|undetectable bank*",
        weak: "replica|rolex|louis vuitton|gucci|outlet|sneakers|yeezy|nike|air max|handbags|designer|wholesale|发票|\
               增值税",
    },
    Family {
        reason: "It sells essays, pirated films or cracked programs",
        kind: Kind::Offer,
        strong: "essay writing|essay service|dissertation help|buy term papers|write my essay|paper writing service|\
                 plagiarism free|full movies|movies free|free hd download|download torrent|torrent crack|\
                 crack keygen|license key free|free iptv|iptv subscription*|watch online free|курсовые на заказ|\
                 дипломы на заказ|скачать бесплатно",
        weak: "essay|term papers|torrent*|keygen|crack|iptv|hd download|serial key",
    },
    Family {
        reason: "It warns of a blocked account, a fee or a claim, as phishing does",
        kind: Kind::Offer,
        strong: "verify your account|verify your password|verify your identity|confirm your identity|\
                 confirm your account|verify your wallet|connect your wallet|validate your|seed phrase|\
                 recovery phrase|has been flagged|will be suspended|has been suspended|be deactivated|\
                 will be deleted|avoid suspension|avoid deletion|avoid termination|unpaid renewal|mailbox storage|\
                 mailbox is full|unusual sign in|unusual activity|community standards|permanently disabled|\
                 be permanently|submit an appeal|bank details within|upgrade your mailbox|final notice|\
                 domain listing|copyrighted images|copyrighted photos|images without permission|you will be sued|\
                 legal action against you|i hacked|pay $#|your device was infected|recorded you|pay me|\
                 parcel is waiting|parcel could not|package is on hold|will be removed|to verify your|\
                 is not verified|customs fee|package could not be",
        weak: "suspended|unpaid|overdue|your password|your wallet|bank details|credit card|mailbox|\
               without permission|termination|storage is full|expire*|webcam|refund",
    },
    Family {
        reason: "It speaks of an inheritance, a prize or money to move",
        kind: Kind::Offer,
        strong: "next of kin|late client|late husband left|transfer the funds|inheritance of|your #% share|\
                 beneficiary of|deceased customer|remains unclaimed|shares your surname|your share is|unclaimed|\
                 million dollars|suffering from cancer|late husbands # million|i want to donate|for charity work|\
                 usd # million|gbp # million|eur # million|million usd|million united states|you have won|you won a|\
                 lottery winner|consignment box*|deceased client|foreign partner|charity donation to you|\
                 donate the sum|sum of $#|selected as a winner|claim your prize|claim your gift|you were chosen|\
                 you have been chosen|have been selected|win an iphone|gift card worth",
        weak: "inheritance|strictly confidential|barrister|bank account|your trust|commission|investor|foreign|\
               confidential|widow|donate the|million dollar*|in your country|full name|funds|beneficiary|lottery|\
               prize",
    },
    Family {
        reason: "It sells addresses or bulk advertising",
        kind: Kind::Offer,
        strong: "email leads|verified email*|email list*|mailing list of|email database*|business database|\
                 b#b leads|b#b database*|database of|contact form marketing|contact forms for|website contact forms|\
                 your ad to|your message to # million|mass mailing|bulk email*|million websites|million emails|\
                 attendees list|attendee list|decision makers list|рассылка по|база email|базы email|базы данных|\
                 рассылки по|базы компаний|продаю базы|контакты директоров|email рассыл*|contact form blast*|群发",
        weak: "leads|million|targeted list|contacts|bulk|базу|баз|контакт*|directors|рассылк*|contact forms|\
               no spam filter|sent to you by|appointments",
    },
    Family {
        reason: "It sells something to the reader unasked",
        kind: Kind::Offer,
        strong: "such as yours|like yours|professional supplier|leading supplier|leading manufacturer|need samples|\
                 aged accounts|pva accounts|premium accounts|advertising space on your|pay you $#|would pay $#|\
                 extra deals|cold email*|your company may|you may qualify|you qualify|you are eligible|\
                 we can provide you|we can offer you|we will provide you|we can help you|i can help you|\
                 help your business|we help agencies|we help companies|we help businesses|share your requirement*|\
                 any project we|have any project|send us your inquiry|prices start|starting at $#|starting from $#|\
                 $# per hour|$# an hour|free demo|book a demo|short demo|still paying too much|reply yes|\
                 send us your|cut your|save you|for businesses like|free scan|free mockup|try it free|\
                 try it for free|# minute call|pay only after|pay after|moq|our catalogue is|our product catalog|\
                 negative reviews|star reviews|bring you customers|bring you more|bring you leads|\
                 bring your business|ada compliant|gdpr compliant|your website is not|your site is not|\
                 gets few visitors|miss out on|missing out on|saw my last email|my previous email|\
                 following up on my last|our ai tool|our ai powered|on autopilot|ваш бизнес|для вашего бизнеса|\
                 вашему бизнесу|коммерческое предложение|nuestros servicios|nos services|ihr unternehmen|\
                 unser angebot fur sie|您的网站|我司",
        weak: "our team of|certified|we offer|we provide|we supply|we help|our platform|our widget|our software|\
               our clients have|manufacturer*|factory|wholesale|best quality|catalogue|samples|your company|\
               your companys|lawsuit|collateral|mockup|ai|chatbot|outreach|no commitment|schedule a call|quick call|\
               hop on a call|$# per month|$# month|no contract|cancel any time|setup fee*|exporter*|deals|supplier|\
               fast delivery|proxies|roi|revenue",
    },
    Family {
        reason: "It talks like an advertisement",
        kind: Kind::Manner,
        strong: "limited time|limited offer|special offer|free quote|free proposal|free trial|\
                 free consultation call|price list|no obligation|very affordable|affordable price*|at affordable|\
                 unsubscribe|opt out|fast shipping|money back|for only $#|only $#|plan for $#|for just $#|from $#|\
                 packages from|#% discount|#% off|#% bonus|guaranteed|no risk|risk free|#% accuracy|#% natural|\
                 instant download|cheapest|instant delivery|unverbindlich*|kostenfrei*|sin compromiso|\
                 sans engagement|download free|dont miss|gratis|nur heute|solo hoy|купить|подробности на сайте|\
                 гарантия|дешево|без проверки|только сегодня|купите|скидка|бесплатно|за # минут|недорого|скидк*|低价|\
                 优惠|快速办理",
        weak: "affordable|cheap|packages|discount|guarantee|pricing|free|best price|worldwide|proposal|\
               cost effective|in # days|in # weeks|kostenlos|oferta|angebot",
    },
    Family {
        reason: "It greets nobody in particular or pitches to a stranger",
        kind: Kind::Manner,
        strong: "dear website owner|hello website owner|hi website owner|dear webmaster|dear site owner|\
                 dear business owner|dear friend|dear user|dear customer|dear beneficiary|dear owner|dear admin|\
                 hello dear|dear dear|hello sir|hi sir|dear manager|greetings of the day|looking at your website|\
                 visiting your website|went through your website|your website and noticed|your website and found|\
                 errors on your website|issues on your website|came across your website and|can i send you our|\
                 can i send you the price|can i send you a quote|i can send|shall i send you|\
                 let me know if you are interested|are you interested|interested in #|share your phone|\
                 best time to call|your competitors|congratulations|do you accept|do you want a|do you need an|\
                 would you be interested|we are a leading|we are leading|предлагаем",
        weak: "webmaster|dear sir|greetings|good day|private email|via whatsapp|by whatsapp|par whatsapp|\
               por whatsapp|whatsapp #|whatsapp number|years experience|years of experience|let me know if|\
               your business|grow your|on your website|kindly|our services",
    },
    Family {
        reason: "It urges the reader to follow a link",
        kind: Kind::Urging,
        strong: "click here|click below|click the link|order now|order today|order here|buy now|buy it now|shop now|\
                 register now|register here|sign up now|join now|join free|join today|play now|start now|\
                 start earning|apply now|apply today|act now|pay now|claim now|to claim|claim your|get started|\
                 get yours|get it here|get the full|reply for|download now|download the document|see the proof|\
                 watch now|visit our|check it out|check out our|learn more here|more info here|within # hours|\
                 pay here|book here|last chance|hurry up|verify now|login here|invest today|today and|in # minutes|\
                 jetzt klicken|jetzt bewerben|jetzt registrieren|kostenlos registrieren|cliquez ici|haga clic|\
                 clic aqui|clique aqui|kliknij|заказать|играйте|перейдите|переходите|жмите|регистр*|加微信|点击|立即",
        weak: "urgent|register|registration|order|submit|try|reply|now|today|whatsapp|telegram|телеграм|instantly|\
               visit|details here|offer|here",
    },
];

/// What people say of their own affairs, and what somebody says who wants work done.
pub const OWN: &str = "our site|our page|our pages|our form|our homepage|our contact form is|our booking*|\
                       our current|our old|our brief|our customers|our patients|our members|our clients cannot|\
                       our developer|our inbox|our spam|our shop is|our website is|our website has|our website for|\
                       on our website|of our website|my website|my site|my shop|my customers|my clients|my form|\
                       my own|we run a|we need|we want|we would like|wed like|i would like a|id like a|need a site|\
                       need a website|a new site|a new website|were looking for|we are looking for|im looking for|\
                       how much|what do you charge|what would it cost|do you offer|do you do|do you build|\
                       do you make|can you build|looking for somebody|looking for someone|roughly|recommended you|\
                       were recommended|could you quote|for a quote|our budget|budget around|budget of|budget is|\
                       budget ok|can you mend|can you fix|could you mend|can you help|sites i like|sites we like|\
                       sites i admire|something like those|something like these|broken pages|our agency|my agency|\
                       an agency|are you hiring";

/// What people say who pass on what they were sent, often word for word.
pub const PASSED_ON: &str = "i got this|we got this|i received this|we received this|got this mail|got this email|\
                             this email real|were offered|was offered|is it rubbish|is it worth|should we take|\
                             should i pay|should we pay|they say|they said|claims to be|is it real|is this real|\
                             is it genuine|is this genuine|a scam|is it spam|is this spam|dodgy|legit|phishing|\
                             keep getting|keeps getting|full of spam|should i worry|should we worry|\
                             have not clicked|has been hacked|been hacked|was hacked";
