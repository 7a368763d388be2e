-- Health of ImageBuild, ImagePull and ContainerRun for Argo CD: resource.customizations.health.lamina.dev_*
hs = {status = "Progressing", message = "waiting"}
if obj.status ~= nil and obj.status.observedGeneration == obj.metadata.generation and obj.status.conditions ~= nil then
  for _, c in ipairs(obj.status.conditions) do
    if c.type == "Stalled" and c.status == "True" then return {status = "Degraded", message = c.message} end
    if c.type == "Ready" and c.status == "True" then hs = {status = "Healthy", message = c.message} end
    if c.type == "Ready" and c.reason == "Suspended" then return {status = "Suspended", message = c.message} end
  end
end
return hs
