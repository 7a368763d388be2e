{{- /* Labels of every object; call with the part as second element: (list . "operator") */ -}}
{{- define "lamina.labels" -}}
app.kubernetes.io/name: lamina
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "lamina.selector" -}}
app.kubernetes.io/name: lamina
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}
