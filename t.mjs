import * as echarts from 'echarts';
const c = echarts.init(null,null,{renderer:'svg',ssr:true,width:400,height:300});
c.setOption({animation:false,color:['var(--leaf)'],textStyle:{fontFamily:'inherit',color:'currentColor'},xAxis:{type:'category',data:['a','b'],axisLabel:{color:'currentColor'}},yAxis:{type:'value',inverse:false},series:[{type:'line',data:[1,2],areaStyle:{color:'var(--leaf)',opacity:.2},label:{show:true}}]});
console.log(c.renderToSVGString());
