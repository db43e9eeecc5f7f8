package retrieval

// commonWords are what news of any subject is written with, and questions are
// asked in: that an article has them tells next to nothing. A guild of few articles
// can't know that by counting.
var commonWords = setOf(`said one year time first two people last years new according including get many since made back day make
	three still know take told week even way part around well long going see next country news say high days work another
	four called across need million right end public second help every set come former says month months five place later
	announced early old several statement best think top making without among use already good far expected came found
	recent took used support officials known put nearly likely reported team number away added become never based along
	major continue local times members really six group look start late full keep working weeks change though able coming
	got company big lot less different comes things point earlier include following began near ago others case better
	third person little saying something area run states story led move getting law held yet find live possible open
	behind call lead issue issues close asked today latest information face future half due plan plans report give power
	event enough large money important always often became small line wrote decision done great hard show shows available
	received recently ahead lost return provide current currently using almost especially together official level head
	process means seven order key given bring soon name believe largest side real thing happen happened happening
	many much long old big type kind follow following know mean meaning reason main person man woman thing things whose`)
