"""Pages of the eGovFrame skin."""

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="ko" xml:lang="ko">
<head>
{charset}
<title>{title}</title>
{frame.head}<script type="text/javascript">
function fn_egov_select_linkPage(pageNo) {{
	document.frm.pageIndex.value = pageNo;
	document.frm.action = "{list_path}";
	document.frm.submit();
}}
function fn_egov_select_noticeInq(nttId) {{
	document.frm.nttId.value = nttId;
	document.frm.action = "{document_path}";
	document.frm.submit();
}}
function fn_egov_select_noticeList() {{
	document.frm.action = "{list_path}";
	document.frm.submit();
}}
function fn_egov_downFile(atchFileId, fileSn) {{
	window.open("{file_path}?atchFileId=" + atchFileId + "&fileSn=" + fileSn);
}}
</script>
</head>
<body>
<noscript class="noScriptTitle">자바스크립트를 지원하지 않는 브라우저에서는 일부 기능을 사용하실 수 없습니다.</noscript>
<div id="wrap">
<div id="header"><h1><a href="/">{frame.site}</a></h1>{frame.menu}</div>
<div id="container">
<div id="contents">
<div class="location">홈 &gt; 알림 마당 &gt; {board_title}</div>
<h2>{board_title}</h2>
{content}</div>
{frame.side}</div>
<div id="footer"><address>(00000) 한빛마을 느티나무길 1 대표전화 02-000-0000</address></div>
</div>
{frame.foot}</body>
</html>
"""

FORM = """<form name="frm" action="{list_path}" method="post">
<input type="hidden" name="_csrf" value="{frame.csrf}" />
<input type="hidden" name="bbsId" value="{board_id}" />
<input type="hidden" name="nttId" value="{key}" />
<input type="hidden" name="pageIndex" value="{page}" />
"""

LIST = """{form}<div class="search_box"><select name="searchCnd" title="검색조건 선택">
<option value="0">제목</option><option value="1">내용</option><option value="2">작성자</option></select>
<input type="text" name="searchWrd" value="" title="검색어 입력" maxlength="35" />
<button type="button" onclick="fn_egov_select_noticeList(); return false;">조회</button></div>
<p class="total">총 게시물 <strong>{sheet.total:,}</strong>건, 현재 페이지 <em>{sheet.page}</em> / {sheet.last_page}</p>
<table class="board_list" summary="번호, 제목, 담당부서, 등록일, 조회수, 첨부 순서로 된 {board_title} 목록">
<caption>{board_title} 목록</caption>
<colgroup><col width="8%" />{col}<col width="" /><col width="14%" /><col width="12%" />
<col width="8%" /><col width="6%" /></colgroup>
<thead>
<tr>
<th scope="col">번호</th>
{category}<th scope="col">제목</th>
<th scope="col">담당부서</th>
<th scope="col">등록일</th>
<th scope="col">조회수</th>
<th scope="col" class="last">첨부</th>
</tr>
</thead>
<tbody>
{rows}</tbody>
</table>
<div class="paging">{pager}</div>
</form>
"""

EMPTY = """<tr><td colspan="{columns}" class="nodata">등록된 게시물이 없습니다.</td></tr>
"""

ROW = """<tr{notice}>
<td>{mark}</td>
{category}<td class="tit left">{reply}<a href="#LINK" \
onclick="javascript:fn_egov_select_noticeInq('{post.key}'); return false;">{title}</a>{after}</td>
<td>{author}</td>
<td>{post.published:%Y-%m-%d}</td>
<td>{post.views:,}</td>
<td class="last">{file}</td>
</tr>
"""

FILE_ICON = '<img src="/images/egovframework/com/cmm/icon/ico_file.gif" alt="첨부파일 있음" />'
LOCK_ICON = ' <img src="/images/egovframework/com/cmm/icon/ico_lock.gif" alt="비밀글" />'
NEW_ICON = ' <img src="/images/egovframework/com/cmm/icon/ico_new.gif" alt="새글" />'
REPLY_ICON = '<img src="/images/egovframework/com/cmm/icon/reply_arrow.gif" alt="답글" /> '

DOCUMENT = """{form}<table class="board_view" summary="{board_title} 상세 내용">
<caption>{board_title} 상세보기</caption>
<tbody>
<tr><th scope="row">제목</th><td colspan="5">{title}</td></tr>
{category}<tr><th scope="row">담당부서</th><td>{author}</td>
<th scope="row">등록일</th><td>{post.published:%Y-%m-%d %H:%M:%S}</td>
<th scope="row">조회수</th><td>{post.views:,}</td></tr>
{modified}{files}<tr><td colspan="6" class="view_cont">{body}</td></tr>
</tbody>
</table>
<div class="btn_area"><a href="#LINK" onclick="fn_egov_select_noticeList(); return false;" class="btn">목록</a></div>
<table class="board_prev_next" summary="이전글 다음글">
<tbody>
{around}</tbody>
</table>
{comments}</form>
"""

CATEGORY = """<tr><th scope="row">구분</th><td colspan="5">{}</td></tr>
"""

MODIFIED = """<tr><th scope="row">수정일</th><td colspan="5">{at:%Y-%m-%d %H:%M:%S}</td></tr>
"""

FILES = """<tr><th scope="row">첨부파일</th><td colspan="5"><ul class="file">
{items}</ul></td></tr>
"""

FILE = """<li><a href="javascript:fn_egov_downFile('{id}','{at}')">{name}&nbsp;[{size}&nbsp;byte]</a></li>
"""

AROUND = """<tr><th scope="row">{label}</th>\
<td><a href="#LINK" onclick="javascript:fn_egov_select_noticeInq('{key}'); return false;">{title}</a></td></tr>
"""

NO_NEIGHBOUR = """<tr><th scope="row">{label}</th><td>{label}이 없습니다.</td></tr>
"""

COMMENTS = """<div class="reply_wrap"><h3>댓글 <span>{post.comments}</span></h3><ul>
{items}</ul></div>
"""

COMMENT = """<li><strong>{author}</strong> <span class="date">{at:%Y-%m-%d %H:%M:%S}</span><p>{words}</p></li>
"""

ALERT = """<html><head>{charset}<title>알림</title>
<script type="text/javascript">
alert("{words}");
location.href = "{target}";
</script></head><body></body></html>
"""
