/** 1,024 short everyday words of Swahili, ours, for passphrases. No word begins another, and none is one slip away from another. */
export const swahili = `
  simba tembo twiga kiboko kifaru chui duma mbweha nyani tumbili sokwe swala pundamilia ngamia farasi kondoo
  paka panya sungura kobe kasa chura mjusi kinyonga samaki pweza dagaa perege sangara ndege tai mwewe kunguru
  njiwa bata kuku jogoo kanga mbuni korongo bundi kasuku chiriku nyuki kipepeo siafu sisimizi mchwa buibui
  konokono nyangumi pomboo nungunungu komba kima digidigi kongoni tandala kulungu ndovu ndama fahali mtamba
  kifaranga ugali wali pilau biriani chapati mandazi sambusa kachumbari mchicha sukumawiki kabichi karoti
  kitunguu nyanya pilipili tangawizi iliki mdalasini karafuu bizari chumvi sukari asali maziwa siagi jibini
  supu mchuzi maharagwe dengu kunde choroko njugu karanga korosho muhogo viazi ndizi embe chungwa limau ndimu
  papai nanasi tikiti pera zabibu tofaa parachichi stafeli fenesi tende nazi dafu boga biringanya bamia tango
  mahindi ulezi ngano mchele unga mkate keki biskuti kahawa maji juisi uji kashata halua kaimati vitumbua
  mbaazi magimbi ukwaju zambarau mabungo pasheni balungi danzi chenza fukuto rojo mseto irio githeri matoke
  kisamvu mlenda chaza nyumba mlango dirisha ukuta sakafu dari chumba jiko kitanda meza kiti kabati sanduku
  zulia mkeka jamvi pazia mshumaa kioo saa kitabu kalamu penseli karatasi daftari bahasha barua stempu ubao
  chaki kifutio rula mkasi sindano kitambaa shuka blanketi godoro taulo sabuni ndoo beseni bakuli sahani
  kijiko kikombe glasi birika sufuria kikaango mwiko kinu chungu mtungi kibuyu kapu gunia mfuko fagio
  kizingiti roshani varanda ghorofa banda ghala zizi uzio kufuli ufunguo bawaba komeo kibatari kandili fanusi
  kurunzi betri redio simu kengele filimbi ngoma zeze marimba gambusi tarumbeta zumari gitaa nyimbo wimbo jua
  mwezi nyota wingu mvua upepo radi umeme ngurumo ukungu umande theluji barafu bahari ziwa mto chemchemi
  kisima bwawa maporomoko pwani ufuo mchanga kokoto jiwe mlima bonde uwanda jangwa msitu nyika mbuga pori
  shamba bustani waridi yasmini jani shina mbegu tunda gome mwembe mbuyu mwarobaini mkaratusi msonobari mwanzi
  mpunga mgomba mzeituni mforosadi mvinje mkoko kichaka petali chipukizi kivuli mwangaza miale upinde alfajiri
  asubuhi adhuhuri alasiri jioni magharibi usiku machweo kiangazi masika vuli kipupwe wiki mwaka karne dakika
  sekunde kalenda leo kesho juzi baadaye mapema mama dada babu bibi shangazi binamu mpwa mjukuu kijana mzee
  rafiki jirani mgeni mwenyeji mwalimu mwanafunzi muuguzi mkulima mvuvi mchungaji seremala mwashi mshonaji
  mfinyanzi mhunzi mpishi mwokaji dereva rubani nahodha posta karani mhasibu mwandishi mshairi mwimbaji
  mchoraji mpiga mchezaji mkufunzi msaidizi kiongozi mlinzi mjumbe familia ukoo kijiji mtaa jiji wilaya mkoa
  nchi ulimwengu sayari bendera amani upendo furaha tumaini neema baraka heri busara hekima akili elimu
  maarifa bidii juhudi subira uvumilivu ukweli usawa uhuru umoja undugu ukarimu wema huruma heshima adabu
  shukrani msamaha faraja utulivu raha starehe burudani tabasamu kicheko wazo fikra kumbukumbu hadithi methali
  utenzi neno sentensi sauti mwangwi mziki mchezo mbio kuogelea mashindano tuzo zawadi sherehe sikukuu harusi
  ziara matembezi likizo mapumziko usingizi pumziko afya nguvu uzima mwili kichwa uso jicho sikio mdomo ulimi
  shingo kiganja kidole kucha kifua mgongo goti mguu kisigino unyayo nywele ngozi mfupa moyo barabara kivuko
  reli stesheni soko hoteli mgahawa shule darasa maktaba ofisi benki hospitali zahanati kliniki maabara
  karakana mnara jengo ukumbi jukwaa kambi kasri hekalu makumbusho basi baiskeli pikipiki treni mashua jahazi
  ngalawa mtumbwi usukani breki injini rukwama toroli lifti matatu daladala teksi dira darubini kamera picha
  sanamu rangi brashi mchongo kinyago ushanga pete bangili kofia kilemba kanzu kitenge shati suruali sketi
  gauni sweta soksi kiatu kandambili mkanda mwavuli miwani shela joho nguo kitani pamba hariri zipu kifungo
  nyekundu bluu nyeupe nyeusi kijivu hudhurungi zambarawi dhahabu fedha almasi lulu yakuti johari marijani
  kuni moshi jivu cheche vuguvugu tatu nne sita tisa ishirini thelathini arobaini hamsini sitini themanini
  tisini elfu milioni nusu theluthi jumla hesabu duara mraba pembetatu mstari nukta kona kilele kitovu ukingo
  chini mbele kushoto kaskazini kusini mashariki karibu mbali safi nzuri kubwa dogo refu fupi embamba jepesi
  zito laini gumu imara kuukuu kongwe polepole funge bichi chachu baridisha rahisi mbadala halisi hodari
  shupavu shujaa jasiri mpole mcheshi mwerevu mchapakazi mwaminifu mwangalifu kamili timamu tajiri maridadi
  muhimu maalumu maarufu thabiti madhubuti nadhifu soma andika kimbia tembea lala amka simama vuna mwagilia
  kunywa onja tazama gusa beba fungua tengeneza osha kunja uliza eleza cheka tabasamia salimu karibisha ongoza
  fuata saidia linda fundisha jifunza kumbuka tafuta okota tupa rusha gawa toa pokea nunua uza lipa akiba
  hifadhi peleka leta ondoka ingia zunguka geuka inama inua shusha ogelea mbizi yeyuka kauka chipua chanua iva
  nawiri stawi angaza pepea nyesha tiririka bubujika alama ishara kibao tangazo gazeti jarida ripoti habari
  mwaliko orodha fomu sahihi muhuri risiti bei faida biashara bidhaa mzigo furushi kifurushi pakiti debe gramu
  upana ujazo mwendo nishati mashine kompyuta programu tovuti mtandao chombo zana nyundo msumari msumeno
  patasi bisibisi sepetu toroka kipimo waya kebo swichi taadhari kiyoyozi feni friji tanuri kiini shahada
  mtihani jawabu zoezi mazoezi mafunzo semina warsha mkutano kikundi ushirika mafanikio maendeleo mabadiliko
  mwisho sehemu kipande rundo mlolongo mzunguko msafara umati halaiki uchache aina namna jinsi desturi mila
  utamaduni sanaa lugha kiswahili alfabeti herufi irabu konsonanti kamusi insha tamthilia riwaya hekaya tukio
  jambo wakati muda kipindi zamu fursa nasibu kadiri kipochi pochi shanta tenga droo kibweta jalada ukurasa
  sura ubeti kibwagizo kiitikio tumbuizo kayamba msondo chapuo mluzi mdundo ghani taarabu lelemama vugo mdako
  keram sataranji kitumba kishada pia gololi marumaru kitambi medali mwituni kichanja kiota mzinga sega nta
  mdudu kiwavi nondo kimulimuli nyenje dondoro mbawakavu chatu kipanga furukombe mnandi kitwitwi ninga tetere
  hondohondo kwale kweche kororo yangeyange heroe shakivale mbayuwayu zuwakulu videge shomoro chozi kurea
  mshale ngazija unguja mombasa nairobi dodoma kigoma mbeya iringa kisumu nakuru kilwa bagamoyo zanzibar
  kampala kenya tanzania afrika asia ulaya amerika meru elgon naivasha turkana victoria tanganyika nyasa
  rufiji pangani galana stima mvuke petroli dizeli grisi lami saruji tofali kigae boriti mhimili kenchi udongo
  tope chokaa kokwa plamu tufaha komamanga lozi alizeti njegere fiwi nyonyo pareto kakao vanila mnanaa mrehani
  kotimiri giligilani shamari uwatu haradali zafarani kungumanga mchaichai mlonge mshubiri mkakasi mpingo
  mkangazi msandali msufi mkindu mchikichi ghuba povu kujaa mwalo wavu ndoana nyavu mshipi kasoro ukoka ngugi
  vifijo nderemo hoihoi shangwe pongezi hongera asante shikamoo marahaba kwaheri alamsiki tafadhali samahani
  naam ndiyo labda pengine daima zote nyingi kidogo kiasi kabisa yakini waziwazi taratibu ghasia ubora umbo
  mfano kielelezo kigezo nakala chanzo sababu matunda manufaa msaada mwongozo ushauri ufumbuzi suluhisho
  mapatano maafikiano ahadi wajibu jukumu dhamana rehema fadhila hisani takrima ubinadamu uungwana ustaarabu
  umahiri weledi ubunifu uchunguzi utafiti uchambuzi
`
  .trim()
  .split(/\s+/);
