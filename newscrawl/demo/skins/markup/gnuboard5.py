"""Pages of the Gnuboard 5 skin."""

PAGE = """<!doctype html>
<html lang="ko">
<head>
{charset}
<meta http-equiv="imagetoolbar" content="no">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<title>{title} | {frame.site}</title>
<link rel="stylesheet" href="{base}/theme/basic/css/default.css?ver=210618">
{frame.head}<script>
var g5_url       = "{base}";
var g5_bbs_url   = "{base}/bbs";
var g5_bo_table  = "{table}";
</script>
</head>
<body>
<div id="hd">
<h1 id="hd_h1">{title}</h1>
<div id="skip_to_container"><a href="#container">본문 바로가기</a></div>
<div id="logo"><a href="{base}">{frame.site}</a></div>
<ul class="hd_login"><li><a href="{base}/bbs/register.php">회원가입</a></li>
<li><a href="{base}/bbs/login.php">로그인</a></li></ul>
{frame.menu}</div>
<div id="wrapper">
<div id="container">
<h2 id="container_title"><span title="{title}">{board_title}</span></h2>
{content}</div>
{frame.side}</div>
<div id="ft"><p>Copyright &copy; <b>{frame.site}</b> All rights reserved.</p></div>
{frame.foot}</body>
</html>
"""

ALERT = """<!doctype html>
<html lang="ko">
<head>
{charset}
<title>오류안내 페이지</title>
</head>
<body>
<script>
alert({quoted});
document.location.replace("{target}");
</script>
<noscript>
<div id="validation_check">
<h1>다음 항목에 오류가 있습니다.</h1>
<p class="cbg">{words}</p>
<div class="btn_confirm"><a href="{target}">돌아가기</a></div>
</div>
</noscript>
</body>
</html>
"""

LOCKED = """<div id="pw_confirm" class="mbskin">
<h1>비밀글입니다</h1>
<p><strong>비밀글 기능으로 보호된 글입니다.</strong> 작성자와 관리자만 열람하실 수 있습니다.<br>
본인이라면 비밀번호를 입력하세요.</p>
<form name="fboardpassword" action="{base}/bbs/password_check.php" method="post">
<input type="hidden" name="bo_table" value="{table}"><input type="hidden" name="wr_id" value="{key}">
<label for="pw_wr_password">비밀번호</label>
<input type="password" name="wr_password" id="pw_wr_password" required size="15" maxlength="20">
<input type="submit" value="확인" class="btn_submit">
</form>
</div>
"""

LIST = """<div id="bo_list" style="width:100%">
{tabs}<form name="fboardlist" id="fboardlist" action="{base}/bbs/board_list_update.php" method="post">
<input type="hidden" name="bo_table" value="{table}">
<input type="hidden" name="page" value="{sheet.page}">
<div id="bo_btn_top">
<div id="bo_list_total"><span>Total {total:,}건</span> {sheet.page} 페이지</div>
<ul class="btn_bo_user"><li><a href="{base}/bbs/rss.php?bo_table={table}" class="btn" title="RSS">RSS</a></li>
<li><a href="{base}/bbs/write.php?bo_table={table}" class="btn" title="글쓰기">글쓰기</a></li></ul>
</div>
<div class="tbl_head01 tbl_wrap">
<table>
<caption>{board_title} 목록</caption>
<thead>
<tr>
<th scope="col">번호</th>
<th scope="col">제목</th>
<th scope="col">글쓴이</th>
<th scope="col"><a href="{sort}wr_hit">조회 </a></th>
<th scope="col"><a href="{sort}wr_good">추천 </a></th>
<th scope="col"><a href="{sort}wr_datetime">날짜  </a></th>
</tr>
</thead>
<tbody>
{rows}</tbody>
</table>
</div>
{pager}
</form>
<div class="bo_sch_wrap"><form name="fsearch" method="get"><input type="hidden" name="bo_table" value="{table}">
<select name="sfl" id="sfl"><option value="wr_subject">제목</option><option value="wr_content">내용</option>
<option value="wr_name,1">글쓴이</option></select>
<input type="text" name="stx" maxlength="20" placeholder="검색어를 입력해주세요">
<button type="submit">검색</button></form></div>
</div>
"""

ROW = """<tr class="{kind}">
<td class="td_num2">
{mark}</td>
<td class="td_subject" style="padding-left:{indent}px">
{category}<div class="bo_tit">
<a href="{address}">
{before}{title}
</a>
{after}</div>
</td>
<td class="td_name sv_use">{member}</td>
<td class="td_num">{post.views}</td>
<td class="td_num">{post.votes}</td>
<td class="td_datetime">{date}</td>
</tr>
"""

GUEST = '<span class="sv_guest">{}</span>'

MEMBER = """<span class="sv_wrap"><a href="{base}/bbs/profile.php?mb_id=m{id}" class="sv_member" \
title="{name} 자기소개" rel="nofollow" onclick="return false;"><span class="profile_img">\
<img src="{base}/img/no_profile.gif" alt="no_profile" width="22" height="22"></span> {name}</a>
<span class="sv"><a href="{base}/bbs/memo_form.php?me_recv_mb_id=m{id}" rel="nofollow">쪽지보내기</a>
<a href="{base}/bbs/profile.php?mb_id=m{id}" rel="nofollow">자기소개</a>
<a href="{base}/bbs/new.php?mb_id=m{id}" rel="nofollow">전체게시물</a></span></span>"""

DOCUMENT = """<article id="bo_v" style="width:100%">
<header><h2 id="bo_v_title">{category}
<span class="bo_v_tit">
{title}</span></h2></header>
<section id="bo_v_info">
<h2>페이지 정보</h2>
<div class="profile_info"><div class="pf_img"><img src="{base}/img/no_profile.gif" alt="profile_image"></div>
<div class="profile_info_ct"><span class="sound_only">작성자</span> <strong>{member}</strong><br>
<span class="sound_only">댓글</span><strong><a href="#bo_vc"> <i class="fa"></i> {post.comments}건</a></strong>
<span class="sound_only">조회</span><strong><i class="fa"></i> {post.views}회</strong>
<strong class="if_date"><span class="sound_only">작성일</span><i class="fa"></i>
{post.published:%y-%m-%d %H:%M}</strong>
</div></div>
<div id="bo_v_top"><ul class="btn_bo_user bo_v_com">
<li><a href="{list_url}" class="btn" title="목록">목록</a></li></ul></div>
</section>
<section id="bo_v_atc">
<h2 id="bo_v_atc_title">본문</h2>
<div id="bo_v_img"></div>
<!-- 본문 내용 시작 {{ -->
<div id="bo_v_con">{body}</div>
<!-- }} 본문 내용 끝 -->
<div id="bo_v_act"><span class="bo_v_good"><span class="sound_only">추천</span>
<strong>{post.votes}</strong></span></div>
</section>
{files}<ul class="bo_v_nb">
{around}</ul>
<button type="button" class="cmt_btn"><span class="total"><b>댓글</b> {post.comments}</span></button>
<section id="bo_vc">
<h2>댓글목록</h2>
{comments}</section>
<aside id="bo_vc_w" class="bo_vc_w"><h2>댓글쓰기</h2>
<form name="fviewcomment" action="{base}/bbs/write_comment_update.php" method="post">
<input type="hidden" name="bo_table" value="{table}"><input type="hidden" name="wr_id" value="{post.key}">
<textarea name="wr_content" required title="내용"></textarea><button type="submit">댓글등록</button></form></aside>
</article>
{listing}"""

FILES = """<section id="bo_v_file">
<h2>첨부파일</h2>
<ul>
{items}</ul>
</section>
"""

FILE = """<li><i class="fa fa-folder-open" aria-hidden="true"></i>
<a href="{base}/bbs/download.php?bo_table={table}&amp;wr_id={key}&amp;no={at}&amp;nonce={nonce}" \
class="view_file_download">
<strong>{name}</strong> ({size:.1f}K)
</a><br>
<span class="bo_v_file_cnt">{times}회 다운로드 | DATE : {post.published:%Y-%m-%d %H:%M:%S}</span></li>
"""

COMMENT = """<article id="c_{id}">
<div class="cm_wrap"><header><h2>{author}님의 댓글</h2>
<span class="member">{author}</span> <span class="sound_only">작성일</span>
<span class="bo_vc_hdinfo"><time datetime="{at:%Y-%m-%dT%H:%M:%S+09:00}">{at:%y-%m-%d %H:%M}</time></span></header>
<div class="cmt_contents"><p>{words}</p></div>
<textarea id="save_comment_{id}" style="display:none">{words}</textarea></div>
</article>
"""

AROUND = """<li class="{kind}"><span class="nb_tit">{label}</span><a href="{address}">{title}</a> \
<span class="nb_date">{post.published:%y.%m.%d}</span></li>
"""
