"""Pages of the Rhymix skin."""

PAGE = """<!DOCTYPE html>
<html lang="ko">
<head>
{charset}
<meta name="generator" content="Rhymix">
<meta name="csrf-token" content="{frame.csrf}" />
<title>{title}</title>
{frame.head}<link rel="alternate" type="application/rss+xml" title="RSS" href="{base}/{mid}/rss" />
</head>
<body>
<script>var request_uri = "{base}/"; var current_mid = "{mid}";</script>
<p class="skip"><a href="#content">메뉴 건너뛰기</a></p>
<div class="container">
<header class="header"><h1 class="logo-item"><a href="/">{frame.site}</a></h1>
<div class="side"><ul><li><a href="/index.php?mid={mid}&amp;act=dispMemberLoginForm">로그인</a></li></ul></div>
{frame.menu}</header>
<div class="visual sub"><div class="sub_title"><h1>{board_title}</h1></div></div>
<div class="body"><div class="content" id="content">
{content}</div>
{frame.side}</div>
<footer class="footer">
<p class="copyright"><span>Powered by <a href="https://www.rhymix.org/" target="_blank">Rhymix</a></span></p>
<ul><li><a href="/terms">이용약관</a></li><li><a href="/privacy">개인정보처리방침</a></li></ul>
</footer>
</div>
{frame.foot}</body>
</html>
"""

MESSAGE = """<div id="access">
<div class="login-header"><h1>{words}</h1></div>
<div class="login-body"><form id="message_login_form" action="/index.php?act=procMemberLogin" method="post">
<input type="hidden" name="act" value="procMemberLogin" />
<div class="control-group"><input type="text" name="user_id" id="uid" title="아이디" placeholder="아이디" required />
<input type="password" name="password" id="upw" title="비밀번호" placeholder="비밀번호" required />
<label for="keepid"><input type="checkbox" name="keep_signed" id="keepid" value="Y" /> 로그인 유지</label></div>
<p><button type="submit" class="button">로그인</button></p></form></div>
<div class="login-footer"><a href="/index.php?act=dispMemberFindAccount">ID/PW 찾기</a> <span class="bar">|</span>
<a href="/index.php?act=dispMemberSignUpForm">회원가입</a></div>
</div>
"""

DOCUMENT = """<div class="board">
<div class="board_read">
<!-- READ HEADER -->
<div class="read_header">
	<h1>
		{category}<a href="{url}">{title}</a>
	</h1>
	<p class="meta">
	<span class="author"><i class="xi-user"></i> {member}</span>
	<span class="time"><i class="xi-time"></i> {post.published:%Y.%m.%d %H:%M}</span>
	<span class="read_count"><i class="xi-eye"></i> 조회 수 : {post.views}</span>
	</p>
</div>
<!-- READ BODY -->
<div class="read_body">{body}</div>
<!-- READ FOOTER -->
<div class="read_footer">
<div class="vote"><ul><li>
<a href="#" class="voted"><i class="xi-thumbs-up"></i><br />추천 {post.votes}</a></li></ul></div>
{files}<div class="tns"><a class="document_{post.key} action" href="#popup_menu_area">이 게시물을</a></div>
<div class="btnArea">
<a class="btn" href="/index.php?mid={mid}&amp;act=dispBoardWrite&amp;document_srl={post.key}">수정</a>
<span class="etc"><a href="/{mid}" class="btn"><i class="xi-list-ul-l"></i>목록</a></span></div>
</div>
</div>
{comments}{listing}</div>
"""

BODY = """<!--BeforeDocument({key},0)--><div class="document_{key}_0 rhymix_content xe_content">{inner}</div>\
<!--AfterDocument({key},0)-->"""

LOCKED = """<form action="/" method="get" class="secretForm"><input type="hidden" name="mid" value="{mid}" />
<input type="hidden" name="document_srl" value="{key}" />
<p><label for="cpw">비밀글입니다. 비밀번호를 입력하세요.</label></p>
<p><input type="password" name="password" id="cpw" class="iText" /><input type="submit" value="입력" class="btn" /></p>
</form>"""

FILES = """<div class="fileList"><button type="button" class="toggleFile"><i class="xi-diskette"></i> 첨부 \
[<strong>{count}</strong>]</button><ul class="files">{items}</ul></div>
"""

FILE = """<li><a href="/index.php?module=file&amp;act=procFileDownload&amp;file_srl={key}.{at}&amp;sid={sid}">{name} \
<span class="fileSize">[File Size:{size:.1f}KB/Download:{times}]</span></a></li>"""

COMMENTS = """<div class="feedback" id="comment">
<div class="fbHeader"><h2><i class="xi-comment"></i> 댓글 <em>{post.comments}</em></h2></div>
<ul class="fbList">{items}</ul>
<form action="/" method="post" class="write_comment"><input type="hidden" name="document_srl" value="{post.key}" />
<textarea name="content" rows="4"></textarea><input type="text" name="nick_name" placeholder="글쓴이" />
<button type="submit" class="btn_insert">댓글 등록</button></form>
</div>
"""

COMMENT = """<li class="fbItem" id="comment_{id}"><div class="fbMeta"><h3 class="author"><strong>{author}</strong></h3>
<p class="time">{at:%Y.%m.%d %H:%M}</p></div>
<div class="comment_{id}_0 rhymix_content xe_content"><p>{words}</p></div>
<p class="action"><a href="#" class="voted"><i class="xi-thumbs-up"></i>추천0</a> <a href="#">댓글</a></p></li>
"""

LIST = """{tabs}<div class="board_list" id="board_list">
<table width="100%" border="1" cellspacing="0" summary="List of Articles">
<thead>
<tr>
<th scope="col"><span>번호</span></th>{category}<th scope="col" class="title"><span>제목</span></th>\
<th scope="col"><span>글쓴이</span></th>
<th scope="col"><span><a href="/{mid}?sort_index=regdate&amp;order_type=desc">날짜</a></span></th>
<th scope="col"><span><a href="/{mid}?sort_index=readed_count&amp;order_type=desc">조회 수</a></span></th>
</tr>
</thead>
<tbody>
{rows}</tbody>
</table>
</div>
<div class="list_footer">
<div class="btnArea"><a href="/index.php?mid={mid}&amp;act=dispBoardWrite" class="btn">쓰기</a></div>
<form action="/" method="get" class="board_search"><input type="hidden" name="mid" value="{mid}" />
<select name="search_target"><option value="title_content">제목+내용</option><option value="title">제목</option>
<option value="nick_name">닉네임</option><option value="regdate">등록일</option></select>
<input type="text" name="search_keyword" value="" title="검색" /><button type="submit" class="btn">검색</button></form>
<div class="pagination"><a href="/{mid}{first}" class="direction prev">&nbsp;첫 페이지</a>
{pages}<a href="/{mid}?{state}page={last}" class="direction next">끝 페이지&nbsp;</a></div>
</div>
"""

ROW = """<tr{notice}>
	<td class="{kind}">
	{mark}	</td>{category}<td class="title">
	<a href="{address}">{title}</a>
	{count} {icons}</td><td class="author">{member}</td><td class="time">{post.published:%Y.%m.%d}</td>\
<td class="readNum">{post.views}</td></tr>
"""

MEMBER = '<a href="#popup_menu_area" class="member_{0}" onclick="return false">{1}</a>'

ICON = '<img src="/modules/document/tpl/icons/default/{0}.gif" alt="{0}" title="{0}" style="margin-right:2px;" />'
