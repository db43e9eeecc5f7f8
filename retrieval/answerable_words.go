package retrieval

// commonWords are what news of any subject is written with: words that one in
// fifteen articles has, or that questions are put in. A guild of few articles
// can't know that by counting.
var commonWords = setOf(`able access according across action actually added adding addition additional address administration age agency ago
	ahead air allow allowed almost along already always amid among amount announced annual another anyone anything
	appeared area areas around asked available average away back based became become began begin behind believe best
	better big biggest billion board break bring brought building business call called calling calls came campaign care
	career case cases cause caused center certain chance change changes chief children city clear close closed come comes
	coming community companies company concerns conditions conference confirmed considered continue continued continues
	control cost countries country course court create created current currently cut data date day days deal death decades
	decision described despite died different difficult director done due earlier early economic effort efforts eight
	election emergency end enough entire especially even event events every everyone everything example executive expect
	expected experience experts face fact fall families family far federal feel field fight final financial find fire
	first five focus follow followed following food force former forward found four free friends front full future game
	games gave general get gets getting give given global going good got government great ground group groups growing half
	hand happen happened happening happens hard head health held help helped high higher highest historic history hit hold
	home hope hour hours house however human hundreds immediately impact important include included includes including
	increase increased industry information inside instead interview involved issue issued issues job keep key killed kind
	kinds know known knows large largest last late later latest law lead leader leaders leading least leave led left legal
	less let level life like likely line list little live lives living local long longer look looking loss lost lot love
	low lower made major majority make makes making man many market matter mean meaning means media medical meet meeting
	member members men miles military million millions minutes moment money month months morning move moved moving
	multiple name named nation national near nearly need needed needs never new news newsletter next night noted number
	offer office official officials often old one online open opportunity order others outside pandemic part particularly
	parts party passed past pay people percent period person personal place plan plans play played playing point police
	policy political popular possible post potential power president presidential press previous previously private
	problem process program protect provide public put question questions quickly race raised reach reached ready real
	really reason receive received recent recently record region related release released remain remains report reported
	reporter reports research residents response rest result results return right rights risk role room run running safe
	safety said saw say saying says scheduled school season second security see seen senior sent series served service
	services set seven several share shared short shot show showed shows side sign signed significant similar since single
	site situation six small social someone something soon sort special spent staff stage stand star start started
	starting state statement states stay step still stop story strong summer support sure system take taken takes taking
	team teams term thing things think third though thought thousands three throughout time times today together told took
	top total toward travel try trying turn turned two type types use used using video visit vote want wanted wants war
	watch water way ways website week weekend weeks well went whose win winning within without woman women work worked
	workers working world wrote year years yet young`)
