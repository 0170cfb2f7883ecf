"""Pages of the Zeroboard 4 skin: tables in tables, tags in capitals, quotes left out."""

PAGE = """<html>
<head>
{charset}<title>{title}</title>
{frame.head}<link rel=StyleSheet HREF=skin/default/style.css type=text/css title=style>
<script language='JavaScript'>
function ZB_layerAction(name, status) {{ document.all[name].style.visibility = status; }}
function reverse() {{ return false; }}
</script>
</head>
<body topmargin='0' leftmargin='0' bgcolor=white>
{frame.menu}<div align=center>
<TABLE border=0 cellspacing=0 cellpadding=0 width=95%>
<tr><td>
{content}</td></tr>
</TABLE>
<table border=0 width=95%><tr><td align=right><font style=font-size:7pt>Copyright 1999-2025 <b>Zeroboard</b> / \
skin by {frame.site}</font></td></tr></table>
</div>
{frame.side}{frame.foot}</body>
</html>
"""

LIST = """<table border=0 cellspacing=0 cellpadding=0 width=100%>
<tr><td><font size=2>Total <b>{sheet.total}</b> articles, <b>{sheet.page}</b> / {sheet.last_page} pages</font></td>
<td align=right><a href=login.php?id={board_name}>로그인</a> <a href=member_join.php>회원가입</a></td></tr>
</table>
<table border=0 width=100% cellspacing=0 cellpadding=0>
<form method=post name=list action=list_all.php>
<input type=hidden name=page value={sheet.page}>
<input type=hidden name=id value={board_name}>
<tr><td>
<table border=0 cellspacing=1 cellpadding=4 width=100% style=table-layout:fixed>
<col width=50></col><col width=></col><col width=90></col><col width=80></col><col width=40></col><col width=40></col>
<tr align=center class=title>
	<td class=title_han><a href='{sort}headnum'>번호</a></td>
	<td class=title_han><a href='{sort}subject'>제목</a></td>
	<td class=title_han><a href='{sort}name'>이름</a></td>
	<td class=title_han><a href='{sort}reg_date'>작성일</a></td>
	<td class=title_han><a href='{sort}hit'>조회</a></td>
	<td class=title_han><a href='{sort}vote'>추천</a></td>
</tr>
{rows}</table>
</td></tr>
</form>
</table>
<table border=0 cellpadding=0 cellspacing=0 width=100%>
<tr><td><a href='{list_path}'>목록보기</a> {turn}</td>
<td align=right><a href=write.php?id={board_name}&mode=write>글쓰기</a></td></tr>
<tr align=center><td colspan=2>{pager}</td></tr>
<tr><td colspan=2 align=center><form method=get name=search action=zboard.php>
<input type=hidden name=id value={board_name}>
<input type=checkbox name=sn value=on>이름 <input type=checkbox name=ss value=on checked>제목
<input type=text name=keyword size=12><input type=submit value='검색'></form></td></tr>
</table>
"""

ROW = """<tr align=center class={kind} onMouseOver=this.style.backgroundColor='#F5F5F5' \
onMouseOut=this.style.backgroundColor=''>
	<td class=no>{mark}</td>
	<td align=left style='word-break:break-all;'>{indent}{icon} {category}<a href="{address}" >{title}</a> {count}</td>
	<td nowrap><span onMousedown="ZB_layerAction('zb{post.serial}','visible')" style=cursor:hand>{author}</span></td>
	<td nowrap>{post.published:%Y/%m/%d}</td>
	<td nowrap>{post.views}</td>
	<td nowrap>{post.votes}</td>
</tr>
"""

ICON = "<img src=skin/default/{}.gif border=0 align=absmiddle>"
COUNT = "<font color=#FF6600 style=font-size:8pt>[{}]</font>"

DOCUMENT = """<table border=0 cellspacing=0 cellpadding=0 width=100%>
<tr><td height=1 bgcolor=#DDDDDD></td></tr>
<tr><td class=zv3_header>
<table border=0 cellspacing=0 cellpadding=4 width=100% style=table-layout:fixed>
<tr><td class=view_title1 style='word-break:break-all;'>{category}<b>{title}</b></td></tr>
<tr><td align=right><font class=list_eng>Name : <b>{author}</b> &nbsp; Date : {post.published:%Y/%m/%d %H:%M} \
&nbsp; Hit : {post.views} &nbsp; Vote : {post.votes}</font></td></tr>
</table>
</td></tr>
{files}<tr><td style='word-break:break-all;padding:10'>
<table border=0 cellspacing=0 cellpadding=0 width=100%><tr><td class=list_han>{body}</td></tr></table>
</td></tr>
</table>
{comments}<table border=0 width=100%><tr><td align=right><a href='{list_path}'>목록보기</a>
<a href='delete.php?id={board_name}&no={post.key}'>삭제하기</a></td></tr></table>
{around}{listing}"""

FILE = """<tr><td class=list_han>- Download #{number} : <a href="download.php?id={board_name}&no={key}&filenum={number}\
&t={token}">{name} ({size:.1f} KB)</a>, Download : {times}</td></tr>
"""

COMMENT = """<table border=0 cellspacing=0 cellpadding=2 width=100% class=zv3_cm>
<tr valign=top><td width=90 class=list_han><b>{author}</b></td>
<td class=list_han style='word-break:break-all;'>{words}</td>
<td width=80 nowrap><font class=list_eng>{at:%Y/%m/%d}</font></td></tr>
</table>
"""

AROUND = """<table border=0 width=100%><tr><td class=list_han>{label} : \
<a href="{address}">{title}</a></td></tr></table>
"""

ERROR = """<table border=0 width=250 align=center cellpadding=3>
<tr><td align=center bgcolor=#EEEEEE><b>Error Message</b></td></tr>
<tr><td align=center><br>{words}<br><br></td></tr>
<tr><td align=center><a href="javascript:history.back()">이동</a></td></tr>
</table>
"""

LOCKED = """<table border=0 width=300 align=center>
<form method=post action=view.php><input type=hidden name=id value={board_name}><input type=hidden name=no value={key}>
<tr><td align=center><b>비밀글입니다.</b><br>비밀번호를 입력하여 주십시오.</td></tr>
<tr><td align=center><input type=password name=password size=20> <input type=submit value='확인'></td></tr>
</form></table>
"""
